#ifndef MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
#define MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
#include "../Messages.mqh"
#include "../Symbols.mqh"

//--- one level of the depth of market; a terminal that counts in whole lots may leave the exact volume at 0
void FillBookEntry(const string symbol,const MqlBookInfo &level,SBookEntry &record)
  {
   record.type=(int)level.type;
   record.price=PriceOf(symbol,level.price);
   record.volume=(level.volume_real>0.0 ? LotsOf(level.volume_real) : (double)level.volume);
  }

#endif // MT5BRIDGE_RECORDS_BOOK_ENTRY_MQH
