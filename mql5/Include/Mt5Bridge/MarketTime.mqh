#ifndef MT5BRIDGE_MARKETTIME_MQH
#define MT5BRIDGE_MARKETTIME_MQH

//--- the terminal counts many things in seconds, the wire in ms

#define SECONDS_PER_DAY 86400
//--- the last second of 3000, behind which a datetime means nothing to the terminal
#define LAST_DATETIME 32535215999

datetime SecondNotBefore(const long ms)
  {
   return((datetime)MathMin((ms+999)/1000,LAST_DATETIME));
  }

datetime SecondNotAfter(const long ms)
  {
   return((datetime)MathMin(ms/1000,LAST_DATETIME));
  }

//--- behind everything that has happened: the clock of the server is an estimate, and stands still with its quotes
datetime AfterNow(void)
  {
   return((datetime)(MathMax((long)TimeCurrent(),(long)TimeTradeServer())+SECONDS_PER_DAY));
  }

#endif // MT5BRIDGE_MARKETTIME_MQH
