#ifndef MT5BRIDGE_TOLD_MQH
#define MT5BRIDGE_TOLD_MQH
#include "MsgWriter.mqh"

//+------------------------------------------------------------------+
//| What an event told last, and what there is now: the state as it  |
//| is written on the wire, and apart from it the figures that       |
//| follow the market. Begin(), then both, then the questions.       |
//+------------------------------------------------------------------+
class CTold
  {
private:
   CMsgWriter        m_told;
   double            m_figures[];
   int               m_count;
   double            m_told_figures[];
   int               m_told_count;

public:
   CMsgWriter        m_state;

                     CTold(void);
   void              Begin(void);
   void              Figure(const double value);
   bool              IsStateNew(void) const;
   bool              IsFigureNew(const int at) const;
   bool              AreFiguresNew(void) const;
   void              Keep(void);
  };

CTold::CTold(void)
  {
   m_count=0;
   m_told_count=0;
  }

void CTold::Begin(void)
  {
   m_state.Reset();
   m_count=0;
  }

void CTold::Figure(const double value)
  {
   if(m_count>=ArraySize(m_figures) && ArrayResize(m_figures,m_count+1,256)<=m_count)
      return;
   m_figures[m_count]=value;
   m_count++;
  }

bool CTold::IsStateNew(void) const
  {
   int size=m_state.m_size;
   if(size!=m_told.m_size)
      return(true);
   return(size>0 && ArrayCompare(m_state.m_data,m_told.m_data,0,0,size)!=0);
  }

bool CTold::IsFigureNew(const int at) const
  {
   if(at>=m_count || at>=m_told_count)
      return(m_count!=m_told_count);
   return(m_figures[at]!=m_told_figures[at]);
  }

bool CTold::AreFiguresNew(void) const
  {
   if(m_count!=m_told_count)
      return(true);
   for(int i=0; i<m_count; i++)
     {
      if(IsFigureNew(i))
         return(true);
     }
   return(false);
  }

//--- what there is now is what was told
void CTold::Keep(void)
  {
   m_told.Reset();
   m_told.Append(m_state);
   m_told_count=0;
   if(m_count==0)
      return;
   if(ArraySize(m_told_figures)<m_count && ArrayResize(m_told_figures,m_count,256)<m_count)
      return;
   ArrayCopy(m_told_figures,m_figures,0,0,m_count);
   m_told_count=m_count;
  }

#endif // MT5BRIDGE_TOLD_MQH
