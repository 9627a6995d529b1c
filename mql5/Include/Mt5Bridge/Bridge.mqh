#ifndef MT5BRIDGE_BRIDGE_MQH
#define MT5BRIDGE_BRIDGE_MQH
#include "Books.mqh"
#include "FrameClock.mqh"
#include "Guard.mqh"
#include "Indicators.mqh"
#include "Instance.mqh"
#include "Journal.mqh"
#include "Screenshots.mqh"
#include "Sockets.mqh"
#include "Streams.mqh"

//--- how long a port that is busy is left alone, at first and at most
#define RETRY_FIRST_MS 500
#define RETRY_MOST_MS 10000

//+------------------------------------------------------------------+
//| All that lives between two starts: what the handlers of requests |
//| work with, and what the panel shows.                             |
//+------------------------------------------------------------------+
class CBridge
  {
public:
   SSettings         m_settings;
   CFrameClock       m_clock;
   CInstance         m_instance;
   CSockets          m_sockets;
   CPublisher        m_topics;
   CWatches          m_watches;
   CStreams          m_streams;
   CJournal          m_journal;
   CGuard            m_guard;
   CBooks            m_books;
   CIndicators       m_indicators;
   CScreenshots      m_screenshots;
   CCall             m_call;

                     CBridge(void);
   void              Start(const SSettings &settings);
   void              Stop(void);
   void              Keep(void);
   void              OnSlice(void);
   void              Served(void);
   void              StopTrading(const bool stopped);
   string            Listening(void) const;
   string            Callers(void) const;
   string            LastRequest(void) const;
   string            Trading(void) const;
   string            Problem(void) const;

private:
   long              m_retry_at;
   long              m_retry_ms;
   string            m_problem;
   long              m_served;
   long              m_refused;
   long              m_last_at;
   string            m_last;

   void              Release(void);
   void              TakeAccount(void);
   void              Listen(void);
   void              Complain(const string problem);
   bool              SameSockets(const SSettings &settings) const;
  };

CBridge::CBridge(void)
  {
   m_retry_at=0;
   m_retry_ms=RETRY_FIRST_MS;
   m_problem="";
   m_served=0;
   m_refused=0;
   m_last_at=0;
   m_last="";
  }

bool SameTexts(const string &a[],const string &b[])
  {
   int count=ArraySize(a);
   if(ArraySize(b)!=count)
      return(false);
   for(int i=0; i<count; i++)
     {
      if(a[i]!=b[i])
         return(false);
     }
   return(true);
  }

bool CBridge::SameSockets(const SSettings &settings) const
  {
   return(settings.command_address==m_settings.command_address && settings.events_address==m_settings.events_address &&
          settings.curve_secret_key==m_settings.curve_secret_key &&
          SameTexts(settings.curve_client_keys,m_settings.curve_client_keys));
  }

//--- Begins, or goes on with other inputs: after a change of the chart everything lives on, sockets, watches and epoch,
//--- unless the inputs moved the sockets or what hello told of them.
void CBridge::Start(const SSettings &settings)
  {
   bool same=(m_sockets.IsOpen() && SameSockets(settings) && settings.heartbeat_ms==m_settings.heartbeat_ms &&
              settings.watch_lease_ms==m_settings.watch_lease_ms && settings.journal_keep==m_settings.journal_keep);
   m_settings=settings;
   if(same)
     {
      //--- the terminal drops the events that came meanwhile: clients are to see a gap, and read the state anew
      m_topics.Count(PLAIN_TOPIC_TRADE,1);
      return;
     }
   Stop();
   Keep();
  }

//--- lets go of all that was opened for one account
void CBridge::Release(void)
  {
   m_sockets.Close();
   m_streams.Stop();
   m_journal.Stop();
   m_books.Close();
   m_indicators.Close();
   m_screenshots.Close();
  }

//--- within the 2.5 s that the terminal leaves
void CBridge::Stop(void)
  {
   Release();
   m_instance.Forget();
   m_problem="";
   m_retry_at=0;
   m_retry_ms=RETRY_FIRST_MS;
  }

//--- what a start could not do yet, and what another account undoes; from the timer
void CBridge::Keep(void)
  {
   if(m_instance.Changed())
      TakeAccount();
   if(!m_instance.IsKnown())
      Complain("waiting for the terminal to log in to an account");
   else
      if(!m_sockets.IsOpen())
         Listen();
   m_screenshots.Keep();
  }

//--- Another account is another epoch, with a journal of its own: no request that was meant for the one before is
//--- carried out.
void CBridge::TakeAccount(void)
  {
   if(m_instance.IsKnown())
     {
      Print("mt5-bridge: the account changed, callers are told by a new epoch");
      Release();
     }
   m_instance.Take();
   m_clock.Start(MathMax(m_clock.Now(),m_instance.LastEpoch())+1);
   if(!m_journal.Start(m_instance.Folder(),m_settings.journal_keep,m_clock.Now()))
      Print("mt5-bridge: the journal cannot be used, so nothing is traded");
   if(m_journal.Newest()>m_clock.Now())
      m_clock.Start(m_journal.Newest());
   m_guard.Start(m_instance.Folder());
   long epoch=m_clock.Now();
   if(!m_instance.KeepEpoch(epoch))
      Print("mt5-bridge: the epoch cannot be written to MQL5\\Files, is the disk full?");
   m_streams.Start(m_topics,m_watches,m_settings,epoch,m_clock.Now());
   m_retry_at=0;
  }

//--- a port may be busy for a while, as after a restart of the terminal: it is tried again, ever less often
void CBridge::Listen(void)
  {
   long now=m_clock.Now();
   if(now<m_retry_at)
      return;
   if(m_sockets.Open(m_settings))
     {
      m_retry_ms=RETRY_FIRST_MS;
      m_problem="";
      Print("mt5-bridge: listening at ",m_sockets.Commands()," (commands) and ",m_sockets.Events()," (events)");
      return;
     }
   Complain(m_sockets.m_problem);
   m_retry_at=now+m_retry_ms;
   m_retry_ms=MathMin(m_retry_ms*2,RETRY_MOST_MS);
  }

//--- once for each new problem
void CBridge::Complain(const string problem)
  {
   if(m_problem==problem)
      return;
   m_problem=problem;
   Print("mt5-bridge: ",problem);
  }

//--- A look at the market and at what has come due; not at another account's before the timer takes it over, since that has
//--- an epoch of its own.
void CBridge::OnSlice(void)
  {
   if(m_sockets.IsOpen() && !m_instance.Changed())
      m_streams.OnTimerSlice(m_topics,m_watches,m_clock.Now());
  }

//--- the request in m_call was answered
void CBridge::Served(void)
  {
   m_served++;
   if(m_call.m_fault.code!=FAULT_NONE)
      m_refused++;
   m_last_at=m_clock.Now();
   m_last=OperationName(m_call.m_operation);
   if(m_call.m_fault.code!=FAULT_NONE)
      m_last+=" "+FaultCode(m_call.m_fault.code);
  }

//--- the button on the chart
void CBridge::StopTrading(const bool stopped)
  {
   if(m_guard.SetStopped(stopped))
      Print("mt5-bridge: trading was ",stopped ? "stopped" : "allowed again"," with the button on the chart");
  }

//--- lines of the panel

string CBridge::Listening(void) const
  {
   if(!m_sockets.IsOpen())
      return("not listening");
   return("listening at "+m_sockets.Commands()+" and "+m_sockets.Events());
  }

string CBridge::Callers(void) const
  {
   return("clients watching: "+IntegerToString(m_watches.Clients())+", requests: "+IntegerToString(m_served)+", refused: "+IntegerToString(m_refused));
  }

string CBridge::LastRequest(void) const
  {
   if(m_last_at==0)
      return("no request yet");
   return("last: "+m_last+", "+IntegerToString((m_clock.Now()-m_last_at)/1000)+" s ago");
  }

string CBridge::Trading(void) const
  {
   if(m_settings.read_only)
      return("trading: off (read-only)");
   if(m_guard.IsStopped())
      return("trading: STOPPED here with the button");
   if(MQLInfoInteger(MQL_TRADE_ALLOWED)==0 || TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0)
      return("trading: algo trading is off in the terminal");
   return("trading: on");
  }

string CBridge::Problem(void) const
  {
   return(m_problem);
  }

#endif // MT5BRIDGE_BRIDGE_MQH
