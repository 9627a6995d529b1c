#ifndef MT5BRIDGE_FRAMECLOCK_MQH
#define MT5BRIDGE_FRAMECLOCK_MQH

//+------------------------------------------------------------------+
//| The clock of frames: ms UTC. It is set once, by the machine's    |
//| clock, and runs on by the processor's counter, so that it never  |
//| goes back and no correction of the machine's clock lengthens a   |
//| time to live.                                                    |
//+------------------------------------------------------------------+
class CFrameClock
  {
public:
                     CFrameClock(void);
   void              Start(const long not_before);
   long              Now(void) const;

private:
   long              m_base;
   ulong             m_from;
  };

CFrameClock::CFrameClock(void)
  {
   m_base=0;
   m_from=0;
  }

//--- not_before: an instant that was told before, by an earlier start
void CFrameClock::Start(const long not_before)
  {
   m_base=(long)TimeGMT()*1000;
   if(m_base<not_before)
      m_base=not_before;
   m_from=GetMicrosecondCount();
  }

long CFrameClock::Now(void) const
  {
   return(m_base+(long)((GetMicrosecondCount()-m_from)/1000));
  }

#endif // MT5BRIDGE_FRAMECLOCK_MQH
