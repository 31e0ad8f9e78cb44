export const ANSWER_PAGE_STYLE = `
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.125rem;line-height:1.35;margin:0 0 .25rem}
article{border:1px solid #8888;border-radius:.5rem;padding:1rem;margin:1rem 0}
article p{margin:.25rem 0}
.note{border-left:.25rem solid #2a7;padding:.5rem .75rem;background:#2a71}
.error{border-left:.25rem solid #c33;padding:.5rem .75rem;background:#c331}
.soft{opacity:.8}
form{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;margin:.75rem 0 0}
label{display:block}small{flex-basis:100%;opacity:.8}
input{font:inherit;padding:.5rem;box-sizing:border-box;display:block;margin-top:.25rem;min-width:11rem}
button{font:inherit;padding:.55rem 1rem;border:1px solid #25b;border-radius:.375rem;background:#25b;color:#fff;cursor:pointer}
button.second{background:none;color:inherit;border-color:currentColor}
:focus-visible{outline:.1875rem solid #f90;outline-offset:.125rem}
@media(max-width:30rem){button,input,label{width:100%}}
`.replaceAll('\n', '');
