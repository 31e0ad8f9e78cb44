import '../providers/innocent.js';
