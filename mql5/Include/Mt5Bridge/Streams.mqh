#ifndef MT5BRIDGE_STREAMS_MQH
#define MT5BRIDGE_STREAMS_MQH
#include "AccountStream.mqh"
#include "BarStream.mqh"
#include "BookStream.mqh"
#include "Records/TerminalInfo.mqh"
#include "Settings.mqh"
#include "TickStream.mqh"
#include "TradeRing.mqh"
#include "Watches.mqh"

//+------------------------------------------------------------------+
//| Turns what happens in the terminal into events, by each event's  |
//| rule. OnTimerSlice() sends; the terminal's own events only leave |
//| a note for it, so that a request is answered before what it      |
//| caused is told.                                                  |
//+------------------------------------------------------------------+
class CStreams
  {
private:
   CTickStream       m_ticks;
   CBookStream       m_books;
   CBarStream        m_bars;
   CAccountStream    m_account;
   CTradeRing        m_trades;
   SStatusEvent      m_status;
   SHbEvent          m_beat;
   long              m_heartbeat_ms;
   long              m_beat_at;
   int               m_ended[];

   void              TellStatus(CPublisher &publisher);
   void              Beat(CPublisher &publisher);
   void              Flush(CPublisher &publisher,const long now);
   bool              Open(const int place,const STopic &topic,SFault &fault);
   void              Close(const CPublisher &publisher,const int place);

public:
                     CStreams(void);
   void              Start(CPublisher &publisher,CWatches &watches,const SSettings &settings,const long epoch,const long now);
   void              Stop(void);
   bool              Watch(CPublisher &publisher,CWatches &watches,const long client,const string name,SFault &fault);
   void              Unwatch(const CPublisher &publisher,CWatches &watches,const long client,const string name);
   void              OnBook(const string symbol);
   void              OnTradeTransaction(const MqlTradeTransaction &transaction);
   void              OnTimerSlice(CPublisher &publisher,CWatches &watches,const long now);
  };

CStreams::CStreams(void)
  {
   m_heartbeat_ms=1000;
   m_beat_at=0;
  }

//--- begins an epoch: nothing is watched, and what there is counts as told
void CStreams::Start(CPublisher &publisher,CWatches &watches,const SSettings &settings,const long epoch,const long now)
  {
   Stop();
   publisher.Reset(epoch);
   watches.Reset(settings.watch_lease_ms);
   m_heartbeat_ms=settings.heartbeat_ms;
   m_beat_at=now+m_heartbeat_ms;
   FillTerminalState(m_status);
   m_account.Start(now);
  }

//--- the terminal sends books only as long as somebody wants them
void CStreams::Stop(void)
  {
   m_ticks.Clear();
   m_books.Clear();
   m_bars.Clear();
   m_trades.Clear();
  }

//--- one topic of a watch; a symbol that can be watched is in Market Watch from now on
bool CStreams::Watch(CPublisher &publisher,CWatches &watches,const long client,const string name,SFault &fault)
  {
   STopic topic;
   if(!ParseTopic(name,topic))
      return(Refuse(fault,FAULT_INVALID_PARAMS,"there is no topic "+name));
   if(!SelectSymbol(topic.symbol,fault))
      return(false);
   if(topic.kind==TOPIC_BOOK && SymbolInfoInteger(topic.symbol,SYMBOL_TICKS_BOOKDEPTH)==0)
      return(Refuse(fault,FAULT_BOOK_UNAVAILABLE,""));
   int place=publisher.Add(name);
   bool is_first=!watches.IsWatched(place);
   if(!watches.Add(client,place))
      return(Refuse(fault,FAULT_TOO_MUCH_DATA,"too many topics are watched"));
   if(!is_first || Open(place,topic,fault))
      return(true);
   watches.Remove(client,place);
   return(false);
  }

void CStreams::Unwatch(const CPublisher &publisher,CWatches &watches,const long client,const string name)
  {
   int place=publisher.Find(name);
   if(watches.Remove(client,place))
      Close(publisher,place);
  }

bool CStreams::Open(const int place,const STopic &topic,SFault &fault)
  {
   bool opened=false;
   switch(topic.kind)
     {
      case TOPIC_TICK:
         opened=m_ticks.Open(place,topic.symbol);
         break;
      case TOPIC_BAR:
         opened=m_bars.Open(place,topic.symbol,topic.timeframe);
         break;
      default:
         return(m_books.Open(place,topic.symbol,fault));
     }
   return(opened || OutOfMemory(fault));
  }

void CStreams::Close(const CPublisher &publisher,const int place)
  {
   STopic topic;
   if(!ParseTopic(publisher.Name(place),topic))
      return;
   switch(topic.kind)
     {
      case TOPIC_TICK:
         m_ticks.Close(place);
         break;
      case TOPIC_BAR:
         m_bars.Close(place);
         break;
      default:
         m_books.Close(place);
         break;
     }
  }

void CStreams::OnBook(const string symbol)
  {
   m_books.Hear(symbol);
  }

void CStreams::OnTradeTransaction(const MqlTradeTransaction &transaction)
  {
   m_trades.Push(transaction);
   m_account.Hear(transaction.type);
  }

//--- sends what is new, and what time brings; costs little when nothing is new: to be called often
void CStreams::OnTimerSlice(CPublisher &publisher,CWatches &watches,const long now)
  {
   Flush(publisher,now);
   if(now<m_beat_at)
      return;
   int ended=watches.Expire(now,m_ended);
   for(int i=0; i<ended; i++)
      Close(publisher,m_ended[i]);
   Beat(publisher);
   m_beat_at+=m_heartbeat_ms;
   //--- after a long pause the missed ones are not made up for
   if(m_beat_at<=now)
      m_beat_at=now+m_heartbeat_ms;
  }

void CStreams::Flush(CPublisher &publisher,const long now)
  {
   publisher.Clock(now);
   TellStatus(publisher);
   //--- offline nothing is news; ticks and bars of that time follow when the broker is back
   if(m_status.connected)
     {
      m_ticks.Flush(publisher,now);
      m_books.Flush(publisher);
      m_bars.Flush(publisher,now);
     }
   m_trades.Flush(publisher);
   if(m_status.connected)
      m_account.Flush(publisher,now);
  }

void CStreams::TellStatus(CPublisher &publisher)
  {
   bool connected=m_status.connected;
   bool trade_allowed=m_status.trade_allowed;
   bool expert_trade_allowed=m_status.expert_trade_allowed;
   FillTerminalState(m_status);
   if(connected==m_status.connected && trade_allowed==m_status.trade_allowed && expert_trade_allowed==m_status.expert_trade_allowed)
      return;
   publisher.Begin(PLAIN_TOPIC_STATUS);
   WriteStatusEvent(publisher.m_frame,m_status);
   publisher.Send();
  }

void CStreams::Beat(CPublisher &publisher)
  {
   m_beat.time_server_raw=(long)TimeTradeServer()*1000;
   m_beat.time_gmt_raw=(long)TimeGMT()*1000;
   m_beat.connected=m_status.connected;
   publisher.Begin(PLAIN_TOPIC_HB);
   if(ArrayResize(m_beat.seq_keys,PLAIN_TOPICS)!=PLAIN_TOPICS || ArrayResize(m_beat.seq_values,PLAIN_TOPICS)!=PLAIN_TOPICS)
      return;
   for(int i=0; i<PLAIN_TOPICS; i++)
     {
      m_beat.seq_keys[i]=PlainTopicName(i);
      m_beat.seq_values[i]=publisher.Seq(i);
     }
   WriteHbEvent(publisher.m_frame,m_beat);
   publisher.Send();
  }

#endif // MT5BRIDGE_STREAMS_MQH
