#ifndef MT5BRIDGE_BOOKS_MQH
#define MT5BRIDGE_BOOKS_MQH
#include "LeastUsed.mqh"
#include "Symbols.mqh"

//--- symbols whose depth is kept coming for whoever asks for it without watching it
#define BOOKS_KEPT 16
//--- a depth that has not come until then is not there
#define BOOK_PATIENCE_MS 5000

struct SKeptBook
  {
   string            symbol;
   ulong             since;
   ulong             used;
                     SKeptBook(void)
     {
      symbol="";
      since=0;
      used=0;
     }
  };

//+------------------------------------------------------------------+
//| The terminal tells the depth of market of a symbol only to who   |
//| has asked to be told, and only some time after: who asks once is |
//| told for as long as no others take the place.                    |
//+------------------------------------------------------------------+
class CBooks
  {
private:
   SKeptBook         m_kept[];

   int               Keep(const string symbol,const ulong now,SFault &fault);
   void              Drop(const int at);

public:
   bool              Get(const string symbol,MqlBookInfo &levels[],SFault &fault);
   void              Close(void);
  };

//--- the levels of now; PENDING until the first of them can have come
bool CBooks::Get(const string symbol,MqlBookInfo &levels[],SFault &fault)
  {
   if(SymbolInfoInteger(symbol,SYMBOL_TICKS_BOOKDEPTH)==0)
      return(Refuse(fault,FAULT_BOOK_UNAVAILABLE,symbol+" has no depth of market"));
   ulong now=GetTickCount64();
   int at=Keep(symbol,now,fault);
   if(at<0)
      return(false);
   m_kept[at].used=now;
   ResetLastError();
   bool found=MarketBookGet(symbol,levels);
   int error=GetLastError();
   if(found && ArraySize(levels)>0)
      return(true);
   if(now-m_kept[at].since<BOOK_PATIENCE_MS)
      return(Refuse(fault,FAULT_PENDING,"the depth of market of "+symbol+" has not come yet"));
   if(found)
      return(true);
   //--- the next call asks for it anew
   Drop(at);
   return(RefuseByError(fault,error,"MarketBookGet of "+symbol));
  }

int CBooks::Keep(const string symbol,const ulong now,SFault &fault)
  {
   int count=ArraySize(m_kept);
   for(int i=0; i<count; i++)
     {
      if(m_kept[i].symbol==symbol)
         return(i);
     }
   ResetLastError();
   if(!MarketBookAdd(symbol))
     {
      RefuseByError(fault,GetLastError(),"MarketBookAdd of "+symbol);
      return(-1);
     }
   if(count==BOOKS_KEPT)
      Drop(LeastUsed(m_kept));
   count=ArraySize(m_kept);
   if(ArrayResize(m_kept,count+1,BOOKS_KEPT)!=count+1)
     {
      MarketBookRelease(symbol);
      OutOfMemory(fault);
      return(-1);
     }
   m_kept[count].symbol=symbol;
   m_kept[count].since=now;
   m_kept[count].used=now;
   return(count);
  }

void CBooks::Drop(const int at)
  {
   int last=ArraySize(m_kept)-1;
   if(at<0 || at>last)
      return;
   MarketBookRelease(m_kept[at].symbol);
   m_kept[at]=m_kept[last];
   ArrayResize(m_kept,last);
  }

void CBooks::Close(void)
  {
   while(ArraySize(m_kept)>0)
      Drop(ArraySize(m_kept)-1);
  }

#endif // MT5BRIDGE_BOOKS_MQH
