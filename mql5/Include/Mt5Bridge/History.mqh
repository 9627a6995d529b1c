#ifndef MT5BRIDGE_HISTORY_MQH
#define MT5BRIDGE_HISTORY_MQH
#include "MarketTime.mqh"
#include "Selection.mqh"

//--- Deals and past orders are selected alike: `deals` says which of the two.

ulong HistoryTicketAt(const bool deals,const int index)
  {
   return(deals ? HistoryDealGetTicket(index) : HistoryOrderGetTicket(index));
  }

//--- execution of a deal, setup of an order
long HistoryTimeOf(const bool deals,const ulong ticket)
  {
   return(deals ? HistoryDealGetInteger(ticket,DEAL_TIME_MSC) : HistoryOrderGetInteger(ticket,ORDER_TIME_SETUP_MSC));
  }

string HistorySymbolOf(const bool deals,const ulong ticket)
  {
   return(deals ? HistoryDealGetString(ticket,DEAL_SYMBOL) : HistoryOrderGetString(ticket,ORDER_SYMBOL));
  }

//--- of what the terminal has selected, the tickets from one ms to another, of one symbol or, where it is empty, of all
bool CollectHistory(const bool deals,const long from,const long to,const string symbol,ulong &tickets[])
  {
   int total=(deals ? HistoryDealsTotal() : HistoryOrdersTotal());
   if(ArrayResize(tickets,total)!=total)
      return(false);
   bool any_symbol=(StringLen(symbol)==0);
   int count=0;
   for(int i=0; i<total; i++)
     {
      ulong ticket=HistoryTicketAt(deals,i);
      long time=HistoryTimeOf(deals,ticket);
      if(ticket==0 || time<from || time>to || (!any_symbol && HistorySymbolOf(deals,ticket)!=symbol))
         continue;
      tickets[count]=ticket;
      count++;
     }
   return(ArrayResize(tickets,count)==count);
  }

bool HistoryOfRange(const bool deals,const long from,const long to,const string symbol,ulong &tickets[],SFault &fault)
  {
   if(!OrderedRange(from,to,fault))
      return(false);
   //--- an order that was set up in the range may have been done at any time after it
   datetime first=SecondNotAfter(from);
   datetime last=AfterNow();
   if(deals && SecondNotBefore(to)<last)
      last=SecondNotBefore(to);
   ArrayResize(tickets,0);
   if(first>last)
      return(true);
   ResetLastError();
   if(!HistorySelect(first,last))
      return(RefuseWith(fault,FAULT_PENDING,GetLastError(),"the terminal is still loading the history of the account"));
   if(!CollectHistory(deals,from,to,symbol,tickets))
      return(OutOfMemory(fault));
   return(true);
  }

bool HistoryOfPosition(const bool deals,const ulong position,ulong &tickets[],SFault &fault)
  {
   ArrayResize(tickets,0);
   if(HistorySelectByPosition(position) && !CollectHistory(deals,0,LONG_MAX,"",tickets))
      return(OutOfMemory(fault));
   if(ArraySize(tickets)==0)
      return(Refuse(fault,FAULT_TICKET_NOT_FOUND,"the history has no position "+TicketText(position)));
   return(true);
  }

bool HistoryOfTicket(const bool deals,const ulong ticket,ulong &tickets[],SFault &fault)
  {
   if(!(deals ? HistoryDealSelect(ticket) : HistoryOrderSelect(ticket)))
      return(Refuse(fault,FAULT_TICKET_NOT_FOUND,"the history has no ticket "+TicketText(ticket)));
   if(ArrayResize(tickets,1)!=1)
      return(OutOfMemory(fault));
   tickets[0]=ticket;
   return(true);
  }

//--- what the arguments of history_deals or history_orders select, oldest first; it stays selected in the terminal
template<typename T>
bool SelectHistory(const T &params,const bool deals,ulong &tickets[],SFault &fault)
  {
   string ways[]= {"from with to","position","ticket"};
   string given="";
   AddGiven(given,params.has_from,"from");
   AddGiven(given,params.has_to,"to");
   AddGiven(given,params.has_position,"position");
   AddGiven(given,params.has_ticket,"ticket");
   switch(WayOf(ways,given,fault))
     {
      case 0:
         return(HistoryOfRange(deals,params.from,params.to,params.symbol,tickets,fault));
      case 1:
         return(HistoryOfPosition(deals,params.position,tickets,fault));
      case 2:
         return(HistoryOfTicket(deals,params.ticket,tickets,fault));
      default:
         return(false);
     }
  }

#endif // MT5BRIDGE_HISTORY_MQH
