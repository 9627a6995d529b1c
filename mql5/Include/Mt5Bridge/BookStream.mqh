#ifndef MT5BRIDGE_BOOKSTREAM_MQH
#define MT5BRIDGE_BOOKSTREAM_MQH
#include "Publisher.mqh"
#include "Records/BookEntry.mqh"

//--- a watched symbol; changes of its book since the last event count as one
struct SBookFeed
  {
   int               place;
   string            symbol;
   bool              has_changed;
  };

//+------------------------------------------------------------------+
//| The depth of market of watched symbols: whole, after a change.   |
//+------------------------------------------------------------------+
class CBookStream
  {
private:
   SBookFeed         m_feeds[];
   MqlBookInfo       m_levels[];
   SBookEvent        m_event;

   void              Publish(CPublisher &publisher,const SBookFeed &feed);

public:
   bool              Open(const int place,const string symbol,SFault &fault);
   void              Close(const int place);
   void              Clear(void);
   void              Hear(const string symbol);
   void              Flush(CPublisher &publisher);
  };

//--- a symbol is watched from now on; the terminal counts who wants its book
bool CBookStream::Open(const int place,const string symbol,SFault &fault)
  {
   int at=ArraySize(m_feeds);
   if(ArrayResize(m_feeds,at+1,64)!=at+1)
      return(OutOfMemory(fault));
   m_feeds[at].place=place;
   m_feeds[at].symbol=symbol;
   m_feeds[at].has_changed=false;
   ResetLastError();
   if(MarketBookAdd(symbol))
      return(true);
   int error=GetLastError();
   ArrayResize(m_feeds,at);
   return(RefuseByError(fault,error,"MarketBookAdd of "+symbol));
  }

void CBookStream::Close(const int place)
  {
   int last=ArraySize(m_feeds)-1;
   for(int i=last; i>=0; i--)
     {
      if(m_feeds[i].place!=place)
         continue;
      MarketBookRelease(m_feeds[i].symbol);
      m_feeds[i]=m_feeds[last];
      ArrayResize(m_feeds,last);
      return;
     }
  }

void CBookStream::Clear(void)
  {
   for(int i=ArraySize(m_feeds)-1; i>=0; i--)
      MarketBookRelease(m_feeds[i].symbol);
   ArrayResize(m_feeds,0);
  }

//--- OnBookEvent: also of symbols that others asked for
void CBookStream::Hear(const string symbol)
  {
   int total=ArraySize(m_feeds);
   for(int i=0; i<total; i++)
     {
      if(m_feeds[i].symbol==symbol)
         m_feeds[i].has_changed=true;
     }
  }

void CBookStream::Flush(CPublisher &publisher)
  {
   int total=ArraySize(m_feeds);
   for(int i=0; i<total; i++)
     {
      if(!m_feeds[i].has_changed)
         continue;
      m_feeds[i].has_changed=false;
      Publish(publisher,m_feeds[i]);
     }
  }

void CBookStream::Publish(CPublisher &publisher,const SBookFeed &feed)
  {
   //--- no book at this moment: there will be an event when there is one
   if(!MarketBookGet(feed.symbol,m_levels))
      return;
   if(!FillBook(feed.symbol,m_levels,m_event.entries))
      return;
   publisher.Begin(feed.place);
   WriteBookEvent(publisher.m_frame,m_event);
   publisher.Send();
  }

#endif // MT5BRIDGE_BOOKSTREAM_MQH
