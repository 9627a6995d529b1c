import './styles.ts';
import { render } from 'preact';
import { startClock } from '../state/clock.ts';
import { connectHost } from './host.ts';
import { OrderCard } from './order-card.tsx';

const root = document.querySelector('#app');
startClock();
if (root) render(<OrderCard host={connectHost('approval')} />, root);
