#ifndef MT5BRIDGE_PUBLISHER_MQH
#define MT5BRIDGE_PUBLISHER_MQH
#include "MsgWriter.mqh"
#include "Topics.mqh"

//--- sends one event; the program that publishes says where to
bool PublishFrames(const string topic,CMsgWriter &payload);

//+------------------------------------------------------------------+
//| Sends events: Begin(), then the data into m_frame, then Send().  |
//| One that cannot be sent keeps its number, and shows as a gap.    |
//+------------------------------------------------------------------+
class CPublisher : public CTopics
  {
private:
   long              m_now;
   int               m_place;

public:
   CMsgWriter        m_frame;

                     CPublisher(void);
   void              Clock(const long now);
   void              Begin(const int place);
   bool              Send(void);
  };

CPublisher::CPublisher(void)
  {
   m_now=0;
   m_place=-1;
  }

//--- the time that events carry from now on, ms of the clock of frames
void CPublisher::Clock(const long now)
  {
   m_now=now;
  }

//--- numbers an event of a topic and writes everything but its data
void CPublisher::Begin(const int place)
  {
   m_place=place;
   Count(place,1);
   m_frame.Reset();
   m_frame.Map(4);
   m_frame.Key("s");
   m_frame.Int(Seq(place));
   m_frame.Key("e");
   m_frame.Int(Epoch());
   m_frame.Key("t");
   m_frame.Int(m_now);
   m_frame.Key("d");
  }

bool CPublisher::Send(void)
  {
   return(m_frame.Fits() && PublishFrames(Name(m_place),m_frame));
  }

#endif // MT5BRIDGE_PUBLISHER_MQH
