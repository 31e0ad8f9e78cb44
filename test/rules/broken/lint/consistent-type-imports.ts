import { type Server } from 'node:http';
import { Socket } from 'node:net';

export type Both = Server | Socket;
