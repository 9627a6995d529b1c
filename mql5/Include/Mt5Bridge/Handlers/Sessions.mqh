#ifndef MT5BRIDGE_HANDLERS_SESSIONS_MQH
#define MT5BRIDGE_HANDLERS_SESSIONS_MQH
#include "../Bridge.mqh"
#include "../Symbols.mqh"

#define DAYS_OF_WEEK 7
//--- more than any weekday has
#define MOST_SESSIONS_OF_DAY 18

//--- trading sessions, or those of quotes
bool SessionAt(const string symbol,const bool trade,const int day,const int index,SSession &session)
  {
   datetime from=0;
   datetime to=0;
   bool found=false;
   if(trade)
      found=SymbolInfoSessionTrade(symbol,(ENUM_DAY_OF_WEEK)day,(uint)index,from,to);
   else
      found=SymbolInfoSessionQuote(symbol,(ENUM_DAY_OF_WEEK)day,(uint)index,from,to);
   session.day=day;
   session.from=(long)from;
   session.to=(long)to;
   return(found);
  }

//--- of the whole week, Sunday first
bool CollectSessions(const string symbol,const bool trade,SSession &sessions[])
  {
   int count=0;
   SSession session;
   for(int day=0; day<DAYS_OF_WEEK; day++)
     {
      for(int index=0; index<MOST_SESSIONS_OF_DAY && SessionAt(symbol,trade,day,index,session); index++)
        {
         if(ArrayResize(sessions,count+1,DAYS_OF_WEEK)!=count+1)
            return(false);
         sessions[count]=session;
         count++;
        }
     }
   return(true);
  }

bool HandleSessions(CBridge &bridge,CCall &call)
  {
   SSessionsParams params;
   if(!ReadSessionsParams(call.m_request,call.m_args,"a",params,call.m_fault))
      return(false);
   if(!FindSymbol(params.symbol,call.m_fault))
      return(false);
   SSessionsResult result;
   if(!CollectSessions(params.symbol,false,result.quote) || !CollectSessions(params.symbol,true,result.trade))
      return(OutOfMemory(call.m_fault));
   WriteSessionsResult(call.m_reply,result);
   return(true);
  }

#endif // MT5BRIDGE_HANDLERS_SESSIONS_MQH
