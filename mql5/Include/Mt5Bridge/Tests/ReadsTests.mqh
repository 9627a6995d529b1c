#ifndef MT5BRIDGE_READSTESTS_MQH
#define MT5BRIDGE_READSTESTS_MQH
#include "TestRun.mqh"
#include "../Calculation.mqh"
#include "../Indicators.mqh"
#include "../MarketTime.mqh"
#include "../Records/BookEntry.mqh"
#include "../Records/CalendarValue.mqh"
#include "../Records/SymbolInfo.mqh"
#include "../Records/TradeRequest.mqh"
#include "../Screenshots.mqh"
#include "../Selection.mqh"
#include "../Series.mqh"
#include "../TickHistory.mqh"

//--- the arguments must be those of one way, all of them and no others
void TestWays(CTestRun &run)
  {
   run.Begin("ways to select");
   string ways[]= {"start with count","from with to"};
   string given="";
   SFault fault;
   AddGiven(given,true,"start");
   AddGiven(given,false,"from");
   AddGiven(given,true,"count");
   run.EqualText(given,"start with count","what was given");
   run.EqualLong(WayOf(ways,given,fault),0,"the first way");
   run.EqualLong(WayOf(ways,"from with to",fault),1,"the second way");
   run.Check(fault.code==FAULT_NONE,"a way that fits is no fault");
   run.EqualLong(WayOf(ways,"start",fault),-1,"half a way");
   run.Check(fault.code==FAULT_INVALID_PARAMS,"half a way is INVALID_PARAMS");
   run.EqualText(fault.message,"a: give start with count, or from with to; got start","says what would fit");
   run.EqualLong(WayOf(ways,"start with count with from",fault),-1,"more than a way");
   run.EqualLong(WayOf(ways,"",fault),-1,"no way");
   run.EqualText(fault.message,"a: give start with count, or from with to; got none of them","says that nothing was given");
  }

void TestLimits(CTestRun &run)
  {
   run.Begin("limits");
   SFault fault;
   run.Check(OrderedRange(5,5,fault) && AtMost(7,7,"bars",fault),"an instant, and as many as the limit");
   run.Check(!OrderedRange(6,5,fault) && fault.code==FAULT_INVALID_PARAMS,"a range that ends before it begins");
   run.EqualText(fault.message,"a.from: 6 is after a.to 5","says so");
   run.Check(!AtMost(8,7,"bars",fault) && fault.code==FAULT_TOO_MUCH_DATA,"more than the limit");
   run.EqualText(fault.message,"8 bars are more than the limit of 7","says so");
   run.EqualText(TicketText(ULONG_MAX),"18446744073709551615","the largest ticket");
  }

//--- of ten records, at most four at once
void TestPage(CTestRun &run,const bool has_offset,const long offset,const bool has_count,const long count,
              const int from,const int wanted,const string what)
  {
   SPage page;
   SFault fault;
   bool fits=PageOf(10,has_offset,offset,has_count,count,4,page,fault);
   if(wanted<0)
     {
      run.Check(!fits && fault.code==FAULT_TOO_MUCH_DATA,what);
      return;
     }
   run.Check(fits,what+" fits");
   run.EqualLong(page.from,from,what+": first");
   run.EqualLong(page.count,wanted,what+": how many");
  }

void TestPages(CTestRun &run)
  {
   run.Begin("pages");
   TestPage(run,false,0,true,4,0,4,"the first page");
   TestPage(run,true,8,true,4,8,2,"the last page");
   TestPage(run,true,7,false,0,7,3,"the rest");
   TestPage(run,true,10,false,0,10,0,"behind the last");
   TestPage(run,true,LONG_MAX/2,true,4,10,0,"far behind the last");
   TestPage(run,false,0,false,0,0,-1,"all are too many");
   TestPage(run,true,9,true,5,0,-1,"too many are asked for, though fewer remain");
  }

//--- whole seconds within a range of ms
void TestSeconds(CTestRun &run)
  {
   run.Begin("seconds");
   run.EqualLong((long)SecondNotBefore(1000),1,"on the second");
   run.EqualLong((long)SecondNotBefore(1001),2,"after it");
   run.EqualLong((long)SecondNotAfter(1999),1,"before the next");
   run.EqualLong((long)SecondNotAfter(2000),2,"on the next");
   run.EqualLong((long)SecondNotAfter(LAST_INSTANT),LAST_DATETIME,"the end of time");
  }

//--- numbers that the terminal may change travel by the wire's
void TestWireNumbers(CTestRun &run)
  {
   run.Begin("numbers of the wire");
   run.EqualLong(WireCalcMode(SYMBOL_CALC_MODE_EXCH_FUTURES_FORTS),34,"futures of FORTS");
   run.EqualLong(WireCalcMode(SYMBOL_CALC_MODE_SERV_COLLATERAL),64,"another mode of calculation");
   run.EqualLong(WireSwapMode(SYMBOL_SWAP_MODE_CURRENCY_PROFIT),9,"swap in the profit currency");
   run.EqualLong(WireSwapMode(SYMBOL_SWAP_MODE_REOPEN_BID),8,"another mode of swap");
   run.Check(CopyTicksFlags(-1)==(uint)COPY_TICKS_ALL,"all ticks");
   run.Check(CopyTicksFlags(1)==(uint)COPY_TICKS_INFO,"ticks of quotes");
   run.Check(CopyTicksFlags(2)==(uint)COPY_TICKS_TRADE,"ticks of trades");
   run.EqualText(ShortName("CALENDAR_UNIT_PERCENT","CALENDAR_UNIT_"),"percent","a unit");
   run.EqualText(ShortName("NEW_NAME","CALENDAR_UNIT_"),"new_name","a name without the prefix");
   run.EqualText(NumberText(1.10523),"1.10523","a price in words");
   run.Check(IsBuying(ORDER_TYPE_BUY_STOP_LIMIT) && !IsBuying(ORDER_TYPE_SELL_LIMIT) && !IsBuying(ORDER_TYPE_CLOSE_BY),"who buys");
  }

void TestTradeRequest(CTestRun &run)
  {
   run.Begin("trade request");
   STradeRequest params;
   MqlTradeRequest request;
   ZeroMemory(request);
   params.action=(int)TRADE_ACTION_PENDING;
   params.symbol="EURUSD";
   params.type=(int)ORDER_TYPE_SELL_LIMIT;
   params.volume=0.5;
   params.type_time=(int)ORDER_TIME_SPECIFIED;
   params.expiration=1700000000999;
   params.magic=ULONG_MAX;
   FillTradeRequest(params,request);
   run.Check(request.action==TRADE_ACTION_PENDING && request.type==ORDER_TYPE_SELL_LIMIT,"what to do");
   run.EqualText(request.symbol,"EURUSD","with what");
   run.EqualLong((long)request.expiration,1700000000,"expires at a whole second");
   run.Check(request.magic==ULONG_MAX && request.position==0 && request.sl==0.0,"what is absent is 0");
  }

//--- an order that is told before another one and not the other way round
void TestBefore(CTestRun &run,const ENUM_BOOK_TYPE type,const double price,const ENUM_BOOK_TYPE other_type,
                const double other_price,const string what)
  {
   SBookEntry entry;
   SBookEntry other;
   entry.type=(int)type;
   entry.price=price;
   other.type=(int)other_type;
   other.price=other_price;
   run.Check(IsBefore(entry,other) && !IsBefore(other,entry),what);
  }

void TestBookOrder(CTestRun &run)
  {
   run.Begin("order of a book");
   TestBefore(run,BOOK_TYPE_SELL,1.2,BOOK_TYPE_BUY,1.1,"sells before buys");
   TestBefore(run,BOOK_TYPE_SELL,1.2,BOOK_TYPE_SELL,1.3,"the cheapest sell first");
   TestBefore(run,BOOK_TYPE_BUY,1.1,BOOK_TYPE_BUY,1.0,"the dearest buy first");
   TestBefore(run,BOOK_TYPE_SELL_MARKET,9.0,BOOK_TYPE_BUY_MARKET,9.1,"sells at the market before buys at the market");
  }

//--- the terminal lists both sides from the highest price down
void TestBook(CTestRun &run)
  {
   run.Begin("a book");
   MqlBookInfo levels[];
   SBookEntry records[];
   double prices[]= {1.3,1.2,1.1,1.0};
   double wanted[]= {1.2,1.3,1.1,1.0};
   if(ArrayResize(levels,4)!=4)
      return;
   for(int i=0; i<4; i++)
     {
      levels[i].type=(i<2 ? BOOK_TYPE_SELL : BOOK_TYPE_BUY);
      levels[i].price=prices[i];
      levels[i].volume=2;
      levels[i].volume_real=(i==0 ? 0.0 : 2.5);
     }
   run.Check(FillBook("NOSUCHSYMBOL",levels,records),"fits");
   for(int i=0; i<ArraySize(records); i++)
      run.EqualReal(records[i].price,wanted[i],"price "+IntegerToString(i));
   run.EqualLong(ArraySize(records),4,"levels");
   run.EqualReal(records[0].volume,2.5,"the exact volume");
   run.EqualReal(records[1].volume,2.0,"whole lots where there is no exact one");
  }

//--- what a Copy* function has answered, of a symbol whose bars can not have been loaded
void TestLoading(CTestRun &run)
  {
   run.Begin("loading");
   SFault fault;
   run.EqualLong(Loaded("NOSUCHSYMBOL",PERIOD_H1,10,10,0,fault),10,"all that was asked for");
   run.EqualLong(Loaded("NOSUCHSYMBOL",PERIOD_H1,9,10,0,fault),-1,"a part, while more are loaded");
   run.Check(fault.code==FAULT_PENDING,"is PENDING");
   run.EqualLong(Loaded("NOSUCHSYMBOL",PERIOD_H1,-1,10,ERR_HISTORY_NOT_FOUND,fault),-1,"none, while they are loaded");
   run.Check(fault.code==FAULT_PENDING,"is PENDING, too");
   MqlTick ticks[];
   fault.code=FAULT_NONE;
   run.EqualLong(LoadedTicks("NOSUCHSYMBOL",(uint)COPY_TICKS_ALL,0,10,ticks,fault),-1,"ticks, while they are loaded");
   run.Check(fault.code==FAULT_PENDING,"are PENDING");
  }

//--- the same, of the chart's own symbol, whose bars the terminal has
void TestLoadedBars(CTestRun &run)
  {
   run.Begin("bars of the chart");
   MqlRates rates[];
   SFault fault;
   if(CopyRates(_Symbol,_Period,0,3,rates)!=3 || SeriesInfoInteger(_Symbol,_Period,SERIES_SYNCHRONIZED)==0)
     {
      Print("bars of the chart: not loaded yet, nothing is checked");
      return;
     }
   run.EqualLong(Loaded(_Symbol,_Period,2,10,0,fault),2,"as many as there are");
   run.EqualLong(Loaded(_Symbol,_Period,-1,10,ERR_HISTORY_NOT_FOUND,fault),0,"none behind the oldest");
   run.EqualLong(Loaded(_Symbol,_Period,-1,10,ERR_HISTORY_BARS_LIMIT,fault),-1,"more than the terminal may hold");
   run.Check(fault.code==FAULT_TOO_MUCH_DATA && fault.retcode==ERR_HISTORY_BARS_LIMIT,"is TOO_MUCH_DATA");
   long first=(long)rates[0].time*1000;
   long last=(long)rates[1].time*1000;
   run.EqualLong(RatesByRange(_Symbol,_Period,first,last,2,rates,fault),2,"two bars, both ends inclusive");
   run.EqualLong((long)rates[0].time*1000,first,"the first of them");
   run.EqualLong(RatesByRange(_Symbol,_Period,first+1,last,2,rates,fault),1,"one that opened after the start");
   run.EqualLong((long)rates[0].time*1000,last,"is the second");
   run.EqualLong(RatesByRange(_Symbol,_Period,first+1,first+2,2,rates,fault),0,"none between two seconds");
   run.EqualLong(RatesByRange(_Symbol,_Period,first,last,1,rates,fault),-1,"one more than the limit");
   run.Check(fault.code==FAULT_TOO_MUCH_DATA,"is TOO_MUCH_DATA, too");
  }

//--- inputs one after another: i, r and t stand for a whole number, a real one and a text
bool GiveInputs(SIndicatorParams &params,const string kinds)
  {
   int count=StringLen(kinds);
   if(ArrayResize(params.inputs,count)!=count)
      return(false);
   for(int i=0; i<count; i++)
     {
      string kind=StringSubstr(kinds,i,1);
      params.inputs[i].has_integer=(kind=="i");
      params.inputs[i].integer=14+i;
      params.inputs[i].has_real=(kind=="r");
      params.inputs[i].real=0.5;
      params.inputs[i].has_text=(kind=="t");
      params.inputs[i].text="name";
     }
   return(true);
  }

void TestIndicatorInputs(CTestRun &run)
  {
   run.Begin("inputs of an indicator");
   SIndicatorParams params;
   MqlParam inputs[];
   params.type=(int)IND_BANDS;
   run.Check(GiveInputs(params,"iiii") && StringLen(InputsProblem(params))==0,"a whole number is a number, too");
   run.Check(FillInputs(params,inputs) && ArraySize(inputs)==4,"as many as were given");
   run.Check(inputs[0].type==TYPE_INT && inputs[0].integer_value==14,"a period");
   run.Check(inputs[2].type==TYPE_DOUBLE && inputs[2].double_value==16.0,"a deviation");
   run.Check(GiveInputs(params,"iiri") && StringLen(InputsProblem(params))==0,"each of its own kind");
   run.Check(GiveInputs(params,"rirr") && StringLen(InputsProblem(params))>0,"a period is whole");
   run.Check(GiveInputs(params,"iiti") && StringLen(InputsProblem(params))>0,"a deviation is no text");
   run.Check(GiveInputs(params,"iii") && StringLen(InputsProblem(params))>0,"one too few");
   run.Check(GiveInputs(params,"iiiii") && StringLen(InputsProblem(params))>0,"one too many");
   run.Check(GiveInputs(params,"ii-i") && StringLen(ArgumentsProblem(params))>0,"one that is none");
   params.inputs[2].has_real=true;
   params.inputs[2].has_text=true;
   run.Check(StringLen(ArgumentsProblem(params))>0,"one that is two");
  }

void TestCustomIndicator(CTestRun &run)
  {
   run.Begin("custom indicator");
   SIndicatorParams params;
   MqlParam inputs[];
   params.type=INDICATOR_CUSTOM;
   run.Check(StringLen(ArgumentsProblem(params))>0,"needs a path");
   params.has_custom=true;
   params.custom="Examples\\Heiken_Ashi";
   run.EqualText(ArgumentsProblem(params),"","has one");
   run.Check(GiveInputs(params,"itr") && FillInputs(params,inputs) && ArraySize(inputs)==4,"the path is the first input");
   run.Check(inputs[0].type==TYPE_STRING && inputs[0].string_value=="Examples\\Heiken_Ashi","as a text");
   run.Check(inputs[1].type==TYPE_INT && inputs[2].type==TYPE_STRING && inputs[3].type==TYPE_DOUBLE,"then the others");
   params.inputs[0].integer=LONG_MAX;
   run.Check(FillInputs(params,inputs) && inputs[1].type==TYPE_LONG && inputs[1].integer_value==LONG_MAX,"a large number");
   string outside[]= {"","..\\Experts\\Mine","\\Experts\\Mine","/etc/passwd","C:\\Mine","Examples\\..\\..\\Mine"};
   for(int i=0; i<ArraySize(outside); i++)
     {
      params.custom=outside[i];
      run.Check(StringLen(ArgumentsProblem(params))>0,"a path that leads out: "+outside[i]);
     }
   params.type=(int)IND_RSI;
   params.custom="Examples\\Heiken_Ashi";
   run.Check(StringLen(ArgumentsProblem(params))>0,"a built-in indicator has no path");
  }

//--- a picture that is not written to its end is not sent
void TestPicture(CTestRun &run)
  {
   run.Begin("picture");
   uchar png[]= {0x89,0x50,0x4E,0x47,0x0D,0x0A,0x1A,0x0A,0x07,0x49,0x45,0x4E,0x44,0xAE,0x42,0x60,0x82};
   uchar none[];
   int size=ArraySize(png);
   run.Check(IsWholePng(png,size),"a whole one");
   run.Check(!IsWholePng(png,size-1),"a part of it");
   run.Check(!IsWholePng(png,8) && !IsWholePng(none,0),"hardly any, and none");
   run.Check(!IsWholePng(png,size+1),"more than there is");
   png[1]=0x51;
   run.Check(!IsWholePng(png,size),"something else");
  }

void TestReads(CTestRun &run)
  {
   TestWays(run);
   TestLimits(run);
   TestPages(run);
   TestSeconds(run);
   TestWireNumbers(run);
   TestTradeRequest(run);
   TestBookOrder(run);
   TestBook(run);
   TestLoading(run);
   TestLoadedBars(run);
   TestIndicatorInputs(run);
   TestCustomIndicator(run);
   TestPicture(run);
  }

#endif // MT5BRIDGE_READSTESTS_MQH
