#ifndef MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
#define MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- levels that one answer takes
#define MOST_BOOK_ENTRIES 1024

//--- a terminal that counts in whole lots may leave the exact volume at 0
void FillBookEntry(const string symbol,const MqlBookInfo &level,SBookEntry &record)
  {
   record.type=(int)level.type;
   record.price=PriceOf(symbol,level.price);
   record.volume=(level.volume_real>0.0 ? LotsOf(level.volume_real) : (double)level.volume);
  }

bool IsSelling(const SBookEntry &entry)
  {
   return(entry.type==(int)BOOK_TYPE_SELL || entry.type==(int)BOOK_TYPE_SELL_MARKET);
  }

//--- sells before buys, on each side the best price first
bool IsBefore(const SBookEntry &entry,const SBookEntry &other)
  {
   if(IsSelling(entry)!=IsSelling(other))
      return(IsSelling(entry));
   return(IsSelling(entry) ? entry.price<other.price : entry.price>other.price);
  }

//--- the depth of market as the terminal has it (MarketBookGet), by the order of the wire
bool FillBook(const string symbol,const MqlBookInfo &levels[],SBookEntry &records[])
  {
   int count=(int)MathMin(ArraySize(levels),MOST_BOOK_ENTRIES);
   if(ArrayResize(records,count)!=count)
      return(false);
   SBookEntry entry;
   for(int i=0; i<count; i++)
     {
      FillBookEntry(symbol,levels[i],entry);
      int at=i;
      while(at>0 && IsBefore(entry,records[at-1]))
        {
         records[at]=records[at-1];
         at--;
        }
      records[at]=entry;
     }
   return(true);
  }

#endif // MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
