#ifndef MT5BRIDGE_PUMP_MQH
#define MT5BRIDGE_PUMP_MQH
#include "Dispatch.mqh"
#include "DeadMan.mqh"

//--- requests that one look at the socket serves at most, so that ticks are not kept waiting
#define SERVED_AT_ONCE 32
//--- and how long they may take together before the market is looked at again
#define SERVED_MOST_US 20000
//--- how long before the next timer event the wait should end
#define SPARE_US 1000
//--- the wait is stretched by less than one period of the slowest timer that terminals have
#define STRETCH_US 20000

//+------------------------------------------------------------------+
//| Serves requests. A terminal's timer ticks every 10-16 ms at the  |
//| best, so the time between two timer events is spent waiting for  |
//| requests, in slices of 1 ms with a look at the market between.   |
//+------------------------------------------------------------------+
class CPump
  {
public:
                     CPump(void);
   void              Configure(const SSettings &settings);
   void              Run(CBridge &bridge);
   void              Serve(CBridge &bridge);

private:
   ulong             m_base_us;
   ulong             m_budget_us;
   ulong             m_left_at;
   bool              m_phase_lock;
   CDeadMan          m_dead_man;

   void              Adapt(const ulong now);
   bool              ServeWaiting(CBridge &bridge);
  };

CPump::CPump(void)
  {
   m_base_us=0;
   m_budget_us=0;
   m_left_at=0;
   m_phase_lock=false;
  }

void CPump::Configure(const SSettings &settings)
  {
   m_base_us=(ulong)settings.pump_ms*1000;
   m_budget_us=m_base_us;
   m_left_at=0;
   m_phase_lock=settings.phase_lock;
  }

//--- Makes the wait end shortly before the timer's next event. Nobody says when that is, but the gap before this one shows
//--- by how much the last wait was too short.
void CPump::Adapt(const ulong now)
  {
   if(!m_phase_lock || m_left_at==0 || now<m_left_at)
      return;
   ulong gap=now-m_left_at;
   m_left_at=0;
   if(gap>STRETCH_US)
      return;
   if(gap>=SPARE_US)
      m_budget_us+=gap-SPARE_US;
   else
      m_budget_us-=MathMin(m_budget_us,SPARE_US-gap);
   if(m_budget_us>m_base_us+STRETCH_US || m_budget_us<m_base_us)
      m_budget_us=m_base_us;
  }

//--- in OnTimer: waits for requests and looks at the market until the next timer event is near
void CPump::Run(CBridge &bridge)
  {
   ulong begun=GetMicrosecondCount();
   Adapt(begun);
   bool traded=m_dead_man.Act(bridge);
   bool early=traded;
   ulong elapsed=0;
   while(!early)
     {
      if(bridge.m_sockets.Wait(1))
         traded=ServeWaiting(bridge);
      bridge.OnSlice();
      elapsed=GetMicrosecondCount()-begun;
      //--- trade events are only handled once this handler has ended
      early=(traded || IsStopped() || elapsed>=m_budget_us || !bridge.m_sockets.IsOpen());
     }
   if(elapsed>=m_budget_us)
      m_left_at=GetMicrosecondCount();
  }

//--- at the end of every other event: what waits is served, nothing is waited for
void CPump::Serve(CBridge &bridge)
  {
   if(bridge.m_sockets.Wait(0))
      ServeWaiting(bridge);
  }

//--- true once a trade request was served
bool CPump::ServeWaiting(CBridge &bridge)
  {
   ulong begun=GetMicrosecondCount();
   //--- whoever asks for much at once must not keep the terminal from ending this program
   for(int i=0; i<SERVED_AT_ONCE && !IsStopped() && GetMicrosecondCount()-begun<SERVED_MOST_US; i++)
     {
      int size=bridge.m_sockets.Receive(bridge.m_call);
      if(size<0)
         return(false);
      Dispatch(bridge,bridge.m_call,size);
      if(!bridge.m_sockets.Reply(bridge.m_call))
         Print("mt5-bridge: ",bridge.m_sockets.m_problem);
      bridge.Served();
      m_dead_man.Heard(bridge);
      if(IsWriteOperation(bridge.m_call.m_operation))
         return(true);
     }
   return(false);
  }

#endif // MT5BRIDGE_PUMP_MQH
