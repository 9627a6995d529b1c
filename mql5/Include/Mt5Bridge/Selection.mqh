#ifndef MT5BRIDGE_SELECTION_MQH
#define MT5BRIDGE_SELECTION_MQH
#include "Fault.mqh"

//--- what an operation with several ways to select does with its arguments

//--- "start", then "start with count": the arguments that were given, in the order of the operation
void AddGiven(string &given,const bool is_given,const string key)
  {
   if(!is_given)
      return;
   if(StringLen(given)>0)
      given+=" with ";
   given+=key;
  }

//--- which of the ways the given arguments take, all of it and nothing of another one; -1 = none
int WayOf(const string &ways[],const string given,SFault &fault)
  {
   int count=ArraySize(ways);
   string known="";
   for(int i=0; i<count; i++)
     {
      if(ways[i]==given)
         return(i);
      if(i>0)
         known+=", or ";
      known+=ways[i];
     }
   string got=given;
   if(StringLen(given)==0)
      got="none of them";
   Refuse(fault,FAULT_INVALID_PARAMS,"a: give "+known+"; got "+got);
   return(-1);
  }

bool OrderedRange(const long from,const long to,SFault &fault)
  {
   if(from<=to)
      return(true);
   string message="a.from: "+IntegerToString(from)+" is after a.to "+IntegerToString(to);
   return(Refuse(fault,FAULT_INVALID_PARAMS,message));
  }

bool AtMost(const long count,const long limit,const string what,SFault &fault)
  {
   if(count<=limit)
      return(true);
   string message=IntegerToString(count)+" "+what+" are more than the limit of "+IntegerToString(limit);
   return(Refuse(fault,FAULT_TOO_MUCH_DATA,message));
  }

//--- a ticket does not always fit a long
string TicketText(const ulong ticket)
  {
   return(StringFormat("%I64u",ticket));
  }

//--- a page of a list: where it begins and how many it holds
struct SPage
  {
   int               from;
   int               count;
                     SPage(void)
     {
      from=0;
      count=0;
     }
  };

//--- without an offset from the first one on; without a count all that remain, which must not be more than the limit
bool PageOf(const long total,const bool has_offset,const long offset,const bool has_count,const long count,
            const long limit,SPage &page,SFault &fault)
  {
   long from=(has_offset ? offset : 0);
   long rest=(from<total ? total-from : 0);
   if(!AtMost(has_count ? count : rest,limit,"records",fault))
      return(false);
   page.from=(int)(from<total ? from : total);
   page.count=(int)(has_count && count<rest ? count : rest);
   return(true);
  }

#endif // MT5BRIDGE_SELECTION_MQH
