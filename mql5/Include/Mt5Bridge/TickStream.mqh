#ifndef MT5BRIDGE_TICKSTREAM_MQH
#define MT5BRIDGE_TICKSTREAM_MQH
#include "Messages.mqh"
#include "Publisher.mqh"
#include "TickCursor.mqh"
#include "TickHistory.mqh"

//--- what one event holds at most; more follows in the next one
#define TICKS_AN_EVENT 4096
//--- after this time without a further symbol the rest waits for the next turn
#define TICKS_BUDGET_US 4000
//--- A tick that equals the one before it to the millisecond does not show in SymbolInfoTick: history is asked once
//--- more after this time. One that failed is asked again after the longer one.
#define TICKS_AGAIN_MS 50
#define TICKS_RETRY_MS 250

//--- a watched symbol
struct STickFeed
  {
   int               place;
   string            symbol;
   STickCursor       cursor;
   //--- what SymbolInfoTick said at the last look
   MqlTick           seen;
   //--- when history is to be asked whatever SymbolInfoTick says; 0 = only on news
   long              again_at;
  };

//+------------------------------------------------------------------+
//| Ticks of watched symbols, every one once and in order. A symbol  |
//| that stands still costs one SymbolInfoTick a turn.               |
//+------------------------------------------------------------------+
class CTickStream
  {
private:
   STickFeed         m_feeds[];
   int               m_next;
   MqlTick           m_ticks[];
   STickEvent        m_event;
   //--- why the last look failed; the next one may not
   SFault            m_fault;

   bool              HasNews(STickFeed &feed,const long now);
   void              Look(STickFeed &feed,CPublisher &publisher,const long now);
   void              Publish(CPublisher &publisher,const int place,const int first,const int count);

public:
                     CTickStream(void);
   bool              Open(const int place,const string symbol);
   void              Close(const int place);
   void              Clear(void);
   void              Flush(CPublisher &publisher,const long now);
  };

CTickStream::CTickStream(void)
  {
   m_next=0;
  }

//--- a symbol is watched from now on: what comes behind its newest tick is told
bool CTickStream::Open(const int place,const string symbol)
  {
   int at=ArraySize(m_feeds);
   if(ArrayResize(m_feeds,at+1,64)!=at+1)
      return(false);
   m_feeds[at].place=place;
   m_feeds[at].symbol=symbol;
   m_feeds[at].again_at=0;
   ZeroMemory(m_feeds[at].seen);
   m_feeds[at].cursor.BeginAt(0);
   MqlTick newest;
   if(SymbolInfoTick(symbol,newest) && newest.time_msc>0)
     {
      m_feeds[at].seen=newest;
      m_feeds[at].cursor.BeginBehind(newest);
     }
   return(true);
  }

void CTickStream::Close(const int place)
  {
   int last=ArraySize(m_feeds)-1;
   for(int i=last; i>=0; i--)
     {
      if(m_feeds[i].place!=place)
         continue;
      m_feeds[i]=m_feeds[last];
      ArrayResize(m_feeds,last);
      return;
     }
  }

void CTickStream::Clear(void)
  {
   ArrayResize(m_feeds,0);
   m_next=0;
  }

//--- sends new ticks; of many symbols with many ticks, the rest at the next turn
void CTickStream::Flush(CPublisher &publisher,const long now)
  {
   int total=ArraySize(m_feeds);
   ulong begin=GetMicrosecondCount();
   for(int n=0; n<total; n++)
     {
      m_next=(m_next+1)%total;
      if(!HasNews(m_feeds[m_next],now))
         continue;
      Look(m_feeds[m_next],publisher,now);
      if(GetMicrosecondCount()-begin>TICKS_BUDGET_US)
         return;
     }
  }

bool CTickStream::HasNews(STickFeed &feed,const long now)
  {
   MqlTick tick;
   if(!SymbolInfoTick(feed.symbol,tick) || tick.time_msc<=0)
      return(false);
   //--- the first tick ever since the watch began
   if(!feed.cursor.IsBegun())
      feed.cursor.BeginAt(tick.time_msc);
   if(IsSameTick(tick,feed.seen))
      return(feed.again_at>0 && now>=feed.again_at);
   feed.seen=tick;
   return(true);
  }

//--- sends what history has behind the cursor; where that is more than one event may hold, the next turn goes on
void CTickStream::Look(STickFeed &feed,CPublisher &publisher,const long now)
  {
   int asked=feed.cursor.told+TICKS_AN_EVENT;
   int count=LoadedTicks(feed.symbol,(uint)COPY_TICKS_ALL,feed.cursor.msc,asked,m_ticks,m_fault);
   if(count<0)
     {
      feed.again_at=now+TICKS_RETRY_MS;
      return;
     }
   int known=feed.cursor.Known(m_ticks,count);
   feed.cursor.Tell(m_ticks,known,count);
   feed.again_at=0;
   if(count==known)
      return;
   Publish(publisher,feed.place,known,count-known);
   feed.again_at=now+TICKS_AGAIN_MS;
   if(count>=asked)
      feed.again_at=now;
  }

void CTickStream::Publish(CPublisher &publisher,const int place,const int first,const int count)
  {
   uint size=(uint)sizeof(MqlTick);
   int bytes=count*(int)size;
   publisher.Begin(place);
   if(ArrayResize(m_event.ticks,bytes,TICKS_AN_EVENT*(int)size)!=bytes)
      return;
   for(int i=0; i<count; i++)
      StructToCharArray(m_ticks[first+i],m_event.ticks,(uint)i*size);
   WriteTickEvent(publisher.m_frame,m_event);
   publisher.Send();
  }

#endif // MT5BRIDGE_TICKSTREAM_MQH
