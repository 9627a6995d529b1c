import './styles.ts';
import { render } from 'preact';
import { connectHost } from './host.ts';
import { PositionsCard } from './positions-card.tsx';

const root = document.querySelector('#app');
if (root) render(<PositionsCard host={connectHost('positions')} />, root);
