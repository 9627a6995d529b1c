// What the shim's functions for the terminal answer in a simulated one: a program prints it from its OnInit.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answers, both, logged, program, type Snippets } from './snippets.ts';

/** The inputs that a simulated terminal sets. */
const inputs = ['string InpCommandAddress=""', 'string InpEventsAddress=""', 'bool InpReadOnly=false'].concat(
  'string InpAllowedSymbols=""',
  'double InpMaxLots=0.0',
  'string InpAllowedMagic=""',
);

const top = `${inputs.map((input) => `input ${input};`).join('\n')}
${both}
MqlRates g_bars[];
ulong g_order=0;

void Fill(MqlTradeRequest &request,const ENUM_TRADE_REQUEST_ACTIONS action,const ENUM_ORDER_TYPE type,const double price)
  {
   ZeroMemory(request);
   request.action=action;
   request.symbol=_Symbol;
   request.volume=0.1;
   request.type=type;
   request.price=price;
   request.type_filling=(action==TRADE_ACTION_PENDING) ? ORDER_FILLING_RETURN : ORDER_FILLING_IOC;
   request.magic=7;
   request.comment="shim";
  }
`;

const done = 'all is said';

const symbols: Snippets = {
  '(string)(SymbolInfoInteger(NULL,SYMBOL_DIGITS)==_Digits && SymbolInfoDouble(_Symbol,SYMBOL_POINT)==_Point)': 'true',
  'Both((string)SymbolInfoDouble("NOSUCH",SYMBOL_BID))': '0.0 4301',
  'long digits=-1; bool known=SymbolInfoInteger("NOSUCH",SYMBOL_DIGITS,digits); return(Both((string)known+(string)digits));':
    'false-1 4301',
  'bool custom=true; bool known=SymbolExist(_Symbol,custom); bool unknown=SymbolExist("NOSUCH",custom); return((string)known+(string)custom+(string)unknown);':
    'truefalsefalse',
  'int found=0; for(int i=SymbolsTotal(false)-1; i>=0; i--) { if(SymbolName(i,false)==_Symbol) found++; } return((string)found);':
    '1',
  'MqlTick tick; bool known=SymbolInfoTick(_Symbol,tick); return((string)(known && tick.bid>0 && tick.ask>=tick.bid && tick.time==tick.time_msc/1000));':
    'true',
  'datetime from=0; datetime to=0; bool first=SymbolInfoSessionTrade(_Symbol,MONDAY,0,from,to); bool ninth=SymbolInfoSessionTrade(_Symbol,MONDAY,9,from,to); return((string)(first && to>from)+(string)ninth);':
    'truefalse',
  'MqlBookInfo book[]; bool early=MarketBookGet(_Symbol,book); return(Both((string)early+(string)MarketBookRelease(_Symbol)));':
    'falsefalse 4902',
};

const series: Snippets = {
  'int n=CopyRates(_Symbol,PERIOD_H1,0,10,g_bars); return((string)n+(string)ArraySize(g_bars)+(string)(g_bars[0].time<g_bars[9].time));':
    '1010true',
  '(string)(iTime(NULL,PERIOD_CURRENT,0)==g_bars[9].time && iClose(_Symbol,PERIOD_H1,3)==g_bars[6].close)': 'true',
  'MqlRates b[]; int n=CopyRates(_Symbol,PERIOD_H1,g_bars[5].time,3,b); return((string)n+(string)(b[2].time==g_bars[5].time));':
    '3true',
  'MqlRates b[]; int n=CopyRates(_Symbol,PERIOD_H1,g_bars[5].time,g_bars[7].time,b); return((string)n+(string)(b[0].time==g_bars[5].time));':
    '3true',
  'MqlRates b[]; return(Both((string)CopyRates("NOSUCH",PERIOD_H1,0,10,b)));': '-1 4301',
  'double closes[]; int n=CopyClose(_Symbol,PERIOD_H1,0,10,closes); return((string)n+(string)(closes[2]==g_bars[2].close));':
    '10true',
  'datetime times[3]; int n=CopyTime(_Symbol,PERIOD_H1,7,3,times); return((string)n+(string)(times[0]==g_bars[0].time));':
    '3true',
  '(string)iBarShift(_Symbol,PERIOD_H1,g_bars[5].time)+(string)iBarShift(_Symbol,PERIOD_H1,g_bars[5].time+60)+(string)iBarShift(_Symbol,PERIOD_H1,g_bars[5].time+60,true)':
    '44-1',
  '(string)(Bars(_Symbol,PERIOD_H1)==SeriesInfoInteger(_Symbol,PERIOD_H1,SERIES_BARS_COUNT))+(string)Bars(_Symbol,PERIOD_H1,g_bars[2].time,g_bars[6].time)':
    'true5',
  'MqlTick t[]; int n=CopyTicks(_Symbol,t,COPY_TICKS_ALL,0,5); MqlTick r[]; int m=CopyTicksRange(_Symbol,r,COPY_TICKS_ALL,t[1].time_msc,t[3].time_msc); return((string)n+(string)(m>=3 && r[0].time_msc==t[1].time_msc));':
    '5true',
  'MqlParam p[]; int handle=IndicatorCreate(_Symbol,PERIOD_H1,IND_MA,3,p); return(Both((string)handle));': '-1 4809',
  'Both((string)BarsCalculated(99999))': '-1 4807',
};

const trade: Snippets = {
  'Both((string)PositionSelectByTicket(1))': 'false 4753',
  'double margin=0; bool known=OrderCalcMargin(ORDER_TYPE_BUY,_Symbol,0.1,1.1,margin); return((string)(known && margin>0));':
    'true',
  'MqlTradeRequest q; MqlTradeResult r; ZeroMemory(r); Fill(q,TRADE_ACTION_DEAL,ORDER_TYPE_BUY,SymbolInfoDouble(_Symbol,SYMBOL_ASK)); bool sent=OrderSend(q,r); g_order=r.order; return((string)sent+(string)r.retcode+(string)(r.order>0 && r.deal>0));':
    'true10009true',
  'ulong ticket=PositionGetTicket(PositionsTotal()-1); return((string)(ticket==g_order && PositionGetInteger(POSITION_TICKET)==(long)ticket)+(string)PositionGetInteger(POSITION_MAGIC)+PositionGetString(POSITION_COMMENT)+(string)PositionGetDouble(POSITION_VOLUME));':
    'true7shim0.1',
  'bool no=PositionSelectByTicket(1); return((string)no+PositionGetString(POSITION_COMMENT)+(string)PositionSelect("NOSUCH"));':
    'falseshimfalse',
  'long time=PositionGetInteger(POSITION_TIME); return((string)(time==PositionGetInteger(POSITION_TIME_MSC)/1000 && time>0));':
    'true',
  'MqlTradeRequest q; MqlTradeResult r; ZeroMemory(r); Fill(q,TRADE_ACTION_PENDING,ORDER_TYPE_BUY_LIMIT,NormalizeDouble(SymbolInfoDouble(_Symbol,SYMBOL_BID)*0.95,_Digits)); bool sent=OrderSend(q,r); bool found=OrderSelect(r.order); return((string)sent+(string)r.retcode+(string)found+EnumToString((ENUM_ORDER_TYPE)OrderGetInteger(ORDER_TYPE)));':
    'true10009trueORDER_TYPE_BUY_LIMIT',
  'bool last=(OrderGetTicket(OrdersTotal()-1)>0); string volume=(string)OrderGetDouble(ORDER_VOLUME_CURRENT); return(Both((string)last+volume+(string)OrderSelect(1)));':
    'true0.1false 4754',
  'Both((string)HistoryDealsTotal()+(string)HistoryDealGetTicket(0)+(string)HistoryDealGetInteger(1,DEAL_TICKET))':
    '000 4755',
  'bool chosen=HistorySelect(0,TimeCurrent()+86400); ulong ticket=HistoryDealGetTicket(HistoryDealsTotal()-1); return((string)chosen+(string)HistoryDealGetInteger(ticket,DEAL_MAGIC)+(string)HistoryDealGetDouble(ticket,DEAL_VOLUME)+HistoryDealGetString(ticket,DEAL_SYMBOL));':
    'true70.1EURUSD',
  'ulong ticket=HistoryDealGetTicket(HistoryDealsTotal()-1); bool one=HistoryDealSelect(ticket); int total=HistoryDealsTotal(); bool none=HistoryDealSelect(1); return((string)one+(string)total+(string)none+(string)HistoryDealsTotal());':
    'true1false0',
  'bool chosen=HistorySelectByPosition((ulong)PositionGetInteger(POSITION_IDENTIFIER)); return((string)chosen+(string)HistoryDealsTotal()+(string)HistoryOrdersTotal());':
    'true11',
  'MqlTradeRequest q; MqlTradeCheckResult r; Fill(q,TRADE_ACTION_DEAL,ORDER_TYPE_BUY,0); q.volume=1000000; bool fits=OrderCheck(q,r); return((string)fits+(string)(r.retcode!=0));':
    'falsetrue',
};

const desk: Snippets = {
  'bool set=(GlobalVariableSet("shim.a",1.5)>0); return((string)set+(string)GlobalVariableGet("shim.a")+(string)GlobalVariableCheck("shim.b"));':
    'true1.5false',
  'double value=9; bool known=GlobalVariableGet("shim.b",value); return(Both((string)known+(string)value));':
    'false9.0 4501',
  'bool other=GlobalVariableSetOnCondition("shim.a",2,3); bool same=GlobalVariableSetOnCondition("shim.a",2,1.5); return((string)other+(string)same+(string)GlobalVariableGet("shim.a"));':
    'falsetrue2.0',
  'Both((string)GlobalVariableTemp("shim.a")+(string)GlobalVariableTemp("shim.t"))': 'falsetrue 4502',
  'string name=""; StringInit(name,64,\'n\'); return(Both((string)GlobalVariableSet(name,1)));': '0 4003',
  'int removed=GlobalVariablesDeleteAll("shim."); return((string)removed+(string)GlobalVariableCheck("shim.a"));':
    '2false',
  '(string)(ChartFirst()==ChartID())+ChartSymbol(0)+EnumToString(ChartPeriod(ChartID()))+(string)(ChartNext(0)==ChartID())':
    'trueEURUSDPERIOD_H1true',
  'long chart=ChartOpen("XAUUSD",PERIOD_M5); long next=ChartNext(ChartID()); string symbol=ChartSymbol(chart); long last=ChartNext(chart); bool closed=ChartClose(chart); return((string)(next==chart)+symbol+(string)last+(string)closed+(string)ChartNext(ChartID()));':
    'trueXAUUSD-1true-1',
  'Both((string)ChartOpen("NOSUCH",PERIOD_M5))': '0 4105',
  'Both(ChartSymbol(5)+(string)ChartClose(5))': 'false 4101',
  'bool shot=ChartScreenShot(0,"a.png",33,20); int file=FileOpen("a.png",FILE_READ|FILE_BIN); FileSeek(file,16,SEEK_SET); uint width=MathSwap((uint)FileReadInteger(file)); uint height=MathSwap((uint)FileReadInteger(file)); FileClose(file); return((string)shot+(string)width+(string)height);':
    'true3320',
  'ObjectCreate(0,"shim.x",OBJ_LABEL,0,0,0); ObjectSetInteger(0,"shim.x",OBJPROP_XDISTANCE,12); ObjectSetString(0,"shim.x",OBJPROP_TEXT,"hello"); return((string)ObjectGetInteger(0,"shim.x",OBJPROP_XDISTANCE)+ObjectGetString(0,"shim.x",OBJPROP_TEXT)+(string)ObjectFind(0,"shim.x")+(string)ObjectFind(0,"shim.y"));':
    '12hello0-1',
  'int total=ObjectsTotal(0); string name=ObjectName(0,0); int removed=ObjectsDeleteAll(0,"shim."); return(Both((string)total+name+(string)removed+(string)ObjectSetInteger(0,"shim.x",OBJPROP_XDISTANCE,1)));':
    '1shim.x1false 4202',
  '(string)(AccountInfoDouble(ACCOUNT_BALANCE)>0)+(string)(AccountInfoInteger(ACCOUNT_LOGIN)>0)+(string)(StringLen(AccountInfoString(ACCOUNT_CURRENCY))==3)':
    'truetruetrue',
  '(string)MQLInfoInteger(MQL_TRADE_ALLOWED)+MQLInfoString(MQL_PROGRAM_NAME)+(string)TerminalInfoInteger(TERMINAL_CONNECTED)':
    '1Mt5Bridge1',
  '(string)(TimeTradeServer()-TimeCurrent()<86400 && TimeGMT()>0 && TimeGMTOffset()==(int)(TimeGMT()-TimeLocal()))':
    'true',
};

const groups = { symbols, series, trade, desk };
const all: Snippets = Object.assign({}, ...Object.values(groups));
const folder = mkdtempSync(join(tmpdir(), 'mt5-bridge-shim-terminal-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the program in a simulated terminal until it has said everything; what it logged. */
function run(main: string): Promise<string> {
  const words = [
    '--main',
    main,
    '--state',
    join(folder, 'state'),
    '--speed',
    '1',
    '--seed',
    '1',
    '--start',
    '2026-03-04T12:00:00Z',
  ];
  const terminal = spawn(process.execPath, [join(import.meta.dirname, 'terminal/main.ts'), ...words]);
  let output = '';
  return new Promise((resolve, reject) => {
    terminal.stderr.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.includes(done)) terminal.kill('SIGKILL');
    });
    terminal.once('error', reject);
    terminal.once('close', () => resolve(output));
  });
}

describe('the shim in a terminal', () => {
  let said: Snippets = {};
  let output = '';

  beforeAll(async () => {
    const { functions, calls } = program(all);
    const main = join(folder, 'InTerminal.mq5');
    writeFileSync(
      main,
      `${top}${functions}int OnInit(void)\n  {\n${calls}   Print("${done}");\n   return(INIT_SUCCEEDED);\n  }\n`,
    );
    output = await run(main);
    said = answers(all, logged(output));
  }, 900_000);

  test('the program came to its end', () => {
    expect(output).toContain(done);
  });

  for (const [group, snippets] of Object.entries(groups))
    describe(group, () => {
      for (const [body, answer] of Object.entries(snippets))
        test(body, () => {
          expect(said[body]).toBe(answer);
        });
    });
});
