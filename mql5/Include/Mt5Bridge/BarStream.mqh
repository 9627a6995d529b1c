#ifndef MT5BRIDGE_BARSTREAM_MQH
#define MT5BRIDGE_BARSTREAM_MQH
#include "MarketTime.mqh"
#include "Messages.mqh"
#include "Publisher.mqh"

//--- 1970.01.01 was a Thursday, and weeks of the terminal begin on Sunday
#define FIRST_SUNDAY 259200
//--- how often the watched symbols are asked for their time, and how soon history that is not there yet again
#define BARS_LOOK_MS 20
#define BARS_RETRY_MS 100

//--- opening time of the bar that a time falls into
datetime BarStart(const ENUM_TIMEFRAMES timeframe,const datetime time)
  {
   long seconds=PeriodSeconds(timeframe);
   if(timeframe==PERIOD_MN1)
     {
      MqlDateTime date;
      TimeToStruct(time,date);
      return((datetime)((long)time-(long)time%SECONDS_PER_DAY-(long)(date.day-1)*SECONDS_PER_DAY));
     }
   if(timeframe==PERIOD_W1)
      return((datetime)((long)time-((long)time-FIRST_SUNDAY)%seconds));
   if(seconds<=0)
      return(time);
   return((datetime)((long)time-(long)time%seconds));
  }

//--- opening time of the bar behind the one that opened at `start`
datetime NextBarStart(const ENUM_TIMEFRAMES timeframe,const datetime start)
  {
   //--- no month is longer than 31 days, and none shorter than 28
   if(timeframe==PERIOD_MN1)
      return(BarStart(timeframe,(datetime)((long)start+31*SECONDS_PER_DAY)));
   return((datetime)((long)start+PeriodSeconds(timeframe)));
  }

//--- a watched symbol and timeframe
struct SBarFeed
  {
   int               place;
   string            symbol;
   ENUM_TIMEFRAMES   timeframe;
   //--- the oldest bar that was not told opens here, and ends there; 0 = unknown before the symbol's first tick
   datetime          start;
   datetime          end;
   long              retry_at;
  };

//+------------------------------------------------------------------+
//| Bars of watched symbols and timeframes, each once, when the next |
//| one has begun.                                                   |
//+------------------------------------------------------------------+
class CBarStream
  {
private:
   SBarFeed          m_feeds[];
   long              m_look_at;
   MqlRates          m_rates[];
   SBarEvent         m_event;

   void              Begin(SBarFeed &feed,const datetime time);
   bool              Look(SBarFeed &feed,const datetime time,CPublisher &publisher);
   void              Publish(CPublisher &publisher,const int place,const int count);

public:
                     CBarStream(void);
   bool              Open(const int place,const string symbol,const ENUM_TIMEFRAMES timeframe);
   void              Close(const int place);
   void              Clear(void);
   void              Flush(CPublisher &publisher,const long now);
  };

CBarStream::CBarStream(void)
  {
   m_look_at=0;
  }

//--- a symbol and timeframe are watched from now on: the bar of this moment is the first to be told
bool CBarStream::Open(const int place,const string symbol,const ENUM_TIMEFRAMES timeframe)
  {
   int at=ArraySize(m_feeds);
   if(ArrayResize(m_feeds,at+1,64)!=at+1)
      return(false);
   m_feeds[at].place=place;
   m_feeds[at].symbol=symbol;
   m_feeds[at].timeframe=timeframe;
   m_feeds[at].start=0;
   m_feeds[at].end=0;
   m_feeds[at].retry_at=0;
   MqlTick tick;
   if(SymbolInfoTick(symbol,tick) && tick.time_msc>0)
      Begin(m_feeds[at],tick.time);
   return(true);
  }

void CBarStream::Close(const int place)
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

void CBarStream::Clear(void)
  {
   ArrayResize(m_feeds,0);
  }

void CBarStream::Begin(SBarFeed &feed,const datetime time)
  {
   feed.start=BarStart(feed.timeframe,time);
   feed.end=NextBarStart(feed.timeframe,feed.start);
  }

void CBarStream::Flush(CPublisher &publisher,const long now)
  {
   int total=ArraySize(m_feeds);
   if(total==0 || now<m_look_at)
      return;
   m_look_at=now+BARS_LOOK_MS;
   for(int i=0; i<total; i++)
     {
      MqlTick tick;
      if(now<m_feeds[i].retry_at || !SymbolInfoTick(m_feeds[i].symbol,tick) || tick.time_msc<=0)
         continue;
      if(m_feeds[i].start==0)
         Begin(m_feeds[i],tick.time);
      if(tick.time<m_feeds[i].end || Look(m_feeds[i],tick.time,publisher))
         continue;
      //--- asking for what is still being loaded may take its time: once a turn is enough
      m_feeds[i].retry_at=now+BARS_RETRY_MS;
      return;
     }
  }

//--- tells what was closed before `time`; false while history is not there yet, or no bar has begun
bool CBarStream::Look(SBarFeed &feed,const datetime time,CPublisher &publisher)
  {
   //--- this also makes the terminal load what it has not got
   int count=CopyRates(feed.symbol,feed.timeframe,feed.start,time,m_rates);
   if(count<=0 || SeriesInfoInteger(feed.symbol,feed.timeframe,SERIES_SYNCHRONIZED)==0)
      return(false);
   datetime current=m_rates[count-1].time;
   if(current<feed.end)
      return(false);
   if(count>1)
      Publish(publisher,feed.place,count-1);
   Begin(feed,current);
   return(true);
  }

//--- the first `count` of m_rates
void CBarStream::Publish(CPublisher &publisher,const int place,const int count)
  {
   uint size=(uint)sizeof(MqlRates);
   int bytes=count*(int)size;
   publisher.Begin(place);
   if(ArrayResize(m_event.rates,bytes)!=bytes)
      return;
   for(int i=0; i<count; i++)
      StructToCharArray(m_rates[i],m_event.rates,(uint)i*size);
   WriteBarEvent(publisher.m_frame,m_event);
   publisher.Send();
  }

#endif // MT5BRIDGE_BARSTREAM_MQH
