#ifndef MT5BRIDGE_SOCKETS_MQH
#define MT5BRIDGE_SOCKETS_MQH
#include "Settings.mqh"
#include "Call.mqh"
#include "CurveGate.mqh"

//--- the longest frame that is read; what is longer than a request may be is read to be refused
#define RECEIVE_BYTES 1048576
//--- events that may wait for a slow reader before they are dropped, which the reader sees as a gap
#define QUEUED_EVENTS 65536
#define QUEUED_REQUESTS 1024

//+------------------------------------------------------------------+
//| The REP socket for commands and the PUB socket for events. Every |
//| call returns at once, but for Wait.                              |
//+------------------------------------------------------------------+
class CSockets
  {
public:
   string            m_problem;

                     CSockets(void);
                    ~CSockets(void);
   bool              IsOpen(void) const;
   bool              Open(const SSettings &settings);
   void              Close(void);
   bool              Wait(const int milliseconds);
   int               Receive(CCall &call);
   bool              Reply(CCall &call);
   bool              Publish(const string topic,const CMsgWriter &payload);
   string            Commands(void) const;
   string            Events(void) const;

private:
   long              m_context;
   long              m_commands;
   long              m_events;
   string            m_commands_at;
   string            m_events_at;
   CCurveGate        m_gate;
   SZmqPollItem      m_items[];
   uchar             m_rest[];
   uchar             m_topic[];

   long              Listen(const int type,const string address,const SSettings &settings,string &bound);
   bool              Set(const long socket,const int option,const int value);
   bool              Fail(const string what);
   bool              MoreFollows(void);
   bool              SendBulk(const CCall &call);
  };

CSockets::CSockets(void)
  {
   m_problem="";
   m_context=0;
   m_commands=0;
   m_events=0;
   m_commands_at="";
   m_events_at="";
  }

CSockets::~CSockets(void)
  {
   Close();
  }

bool CSockets::IsOpen(void) const
  {
   return(m_events!=0);
  }

//--- where the sockets really listen, also if a port was asked for as *
string CSockets::Commands(void) const
  {
   return(m_commands_at);
  }

string CSockets::Events(void) const
  {
   return(m_events_at);
  }

bool CSockets::Fail(const string what)
  {
   m_problem=what+": "+ZmqProblem(zmq_errno());
   return(false);
  }

bool CSockets::Set(const long socket,const int option,const int value)
  {
   return(zmq_setsockopt(socket,option,value,4)==0);
  }

//--- binds both sockets, or none; m_problem tells why not
bool CSockets::Open(const SSettings &settings)
  {
   Close();
   m_problem="";
   if(ArraySize(m_items)!=2 && ArrayResize(m_items,2)!=2)
      return(false);
   m_context=zmq_ctx_new();
   if(m_context==0)
      return(Fail("libzmq does not start"));
   bool opened=true;
   if(StringLen(settings.curve_secret_key)>0)
     {
      opened=m_gate.Open(m_context,settings.curve_client_keys);
      if(!opened)
         Fail("the check of client keys does not start");
     }
   if(opened)
     {
      m_commands=Listen(ZMQ_REP,settings.command_address,settings,m_commands_at);
      opened=(m_commands!=0);
     }
   if(opened)
     {
      m_events=Listen(ZMQ_PUB,settings.events_address,settings,m_events_at);
      opened=(m_events!=0);
     }
   if(!opened)
      Close();
   return(opened);
  }

//--- 0 with m_problem set where it fails
long CSockets::Listen(const int type,const string address,const SSettings &settings,string &bound)
  {
   long socket=zmq_socket(m_context,type);
   if(socket==0)
     {
      Fail("libzmq has no socket left");
      return(0);
     }
   //--- first of all: a socket that lingers would hold the terminal at its end
   bool set=Set(socket,ZMQ_LINGER,0);
   set=(Set(socket,ZMQ_SNDHWM,type==ZMQ_PUB ? QUEUED_EVENTS : QUEUED_REQUESTS) && set);
   set=(Set(socket,ZMQ_RCVHWM,QUEUED_REQUESTS) && set);
   set=(Set(socket,ZMQ_SNDTIMEO,0) && set);
   set=(Set(socket,ZMQ_HANDSHAKE_IVL,5000) && set);
   set=(Set(socket,ZMQ_HEARTBEAT_IVL,2000) && set);
   set=(Set(socket,ZMQ_HEARTBEAT_TIMEOUT,6000) && set);
   set=(Set(socket,ZMQ_HEARTBEAT_TTL,10000) && set);
   set=(Set(socket,ZMQ_TCP_KEEPALIVE,1) && set);
   set=(Set(socket,ZMQ_TCP_KEEPALIVE_IDLE,10) && set);
   set=(Set(socket,ZMQ_TCP_KEEPALIVE_INTVL,5) && set);
   set=(Set(socket,ZMQ_TCP_KEEPALIVE_CNT,3) && set);
   long longest=RECEIVE_BYTES;
   set=(zmq_setsockopt(socket,ZMQ_MAXMSGSIZE,longest,8)==0 && set);
   if(StringLen(settings.curve_secret_key)>0)
      set=(m_gate.Guard(socket,settings.curve_secret_key) && set);
   uchar endpoint[];
   ZmqText(address,endpoint);
   if(!set)
      Fail("an option of libzmq is refused");
   else
      if(zmq_bind(socket,endpoint)!=0)
        {
         Fail("cannot listen at "+address);
         set=false;
        }
   if(!set)
     {
      zmq_close(socket);
      return(0);
     }
   uchar text[];
   ulong length=256;
   bound=address;
   if(ArrayResize(text,256)==256 && zmq_getsockopt(socket,ZMQ_LAST_ENDPOINT,text,length)==0 && length>1)
      bound=CharArrayToString(text,0,(int)length-1,CP_UTF8);
   return(socket);
  }

//--- takes milliseconds, as nothing lingers
void CSockets::Close(void)
  {
   if(m_commands!=0)
      zmq_close(m_commands);
   if(m_events!=0)
      zmq_close(m_events);
   m_gate.Close();
   if(m_context!=0)
      zmq_ctx_term(m_context);
   m_commands=0;
   m_events=0;
   m_context=0;
  }

//--- waits for a request; true when one is there
bool CSockets::Wait(const int milliseconds)
  {
   if(!IsOpen())
      return(false);
   int count=1;
   m_items[0].socket=m_commands;
   m_items[0].fd=0;
   m_items[0].events=ZMQ_POLLIN;
   m_items[0].revents=0;
   if(m_gate.Socket()!=0)
     {
      m_items[1]=m_items[0];
      m_items[1].socket=m_gate.Socket();
      count=2;
     }
   if(zmq_poll(m_items,count,milliseconds)<=0)
      return(false);
   if(count==2 && m_items[1].revents!=0)
      m_gate.Answer();
   return(m_items[0].revents!=0);
  }

bool CSockets::MoreFollows(void)
  {
   int more=0;
   ulong length=4;
   return(zmq_getsockopt(m_commands,ZMQ_RCVMORE,more,length)==0 && more!=0);
  }

//--- reads a request that waits: the size of its first frame, -1 without one; further frames count only by their size
int CSockets::Receive(CCall &call)
  {
   if(!IsOpen())
      return(-1);
   if(ArraySize(call.m_request.m_data)<RECEIVE_BYTES && ArrayResize(call.m_request.m_data,RECEIVE_BYTES)<RECEIVE_BYTES)
      return(-1);
   int size=zmq_recv(m_commands,call.m_request.m_data,RECEIVE_BYTES,ZMQ_DONTWAIT);
   if(size<0)
      return(-1);
   call.m_extra_bytes=0;
   while(MoreFollows())
     {
      if(ArraySize(m_rest)==0 && ArrayResize(m_rest,4096)<4096)
         break;
      int extra=zmq_recv(m_commands,m_rest,(ulong)ArraySize(m_rest),ZMQ_DONTWAIT);
      if(extra<0)
         break;
      //--- beyond every limit it need not be exact
      if(call.m_extra_bytes<=INT_MAX/2)
         call.m_extra_bytes+=extra;
     }
   return(size);
  }

bool CSockets::SendBulk(const CCall &call)
  {
   switch(call.m_bulk)
     {
      case BULK_RATES:
         return(zmq_send(m_commands,call.m_rates,(ulong)call.m_bulk_count*sizeof(MqlRates),ZMQ_DONTWAIT)>=0);
      case BULK_TICKS:
         return(zmq_send(m_commands,call.m_ticks,(ulong)call.m_bulk_count*sizeof(MqlTick),ZMQ_DONTWAIT)>=0);
      default:
         return(zmq_send(m_commands,call.m_bytes,(ulong)call.m_bulk_count,ZMQ_DONTWAIT)>=0);
     }
  }

//--- one answer to the request that was received last; without it the socket would take no further one
bool CSockets::Reply(CCall &call)
  {
   int flags=ZMQ_DONTWAIT;
   if(call.m_bulk!=BULK_NONE)
      flags=ZMQ_DONTWAIT|ZMQ_SNDMORE;
   if(zmq_send(m_commands,call.m_reply.m_data,(ulong)call.m_reply.m_size,flags)<0)
      return(Fail("an answer could not be sent"));
   if(call.m_bulk==BULK_NONE || SendBulk(call))
      return(true);
   Fail("an answer could not be sent whole");
   //--- an empty end, which its reader sees is too short; without an end the socket would take no further request
   zmq_send(m_commands,call.m_reply.m_data,0,ZMQ_DONTWAIT);
   return(false);
  }

//--- one event; a reader that is too slow loses it, and sees that by its number
bool CSockets::Publish(const string topic,const CMsgWriter &payload)
  {
   if(!IsOpen() || !payload.Fits())
      return(false);
   int count=StringToCharArray(topic,m_topic,0,WHOLE_ARRAY,CP_UTF8)-1;
   if(count<=0 || zmq_send(m_events,m_topic,(ulong)count,ZMQ_DONTWAIT|ZMQ_SNDMORE)<0)
      return(false);
   return(zmq_send(m_events,payload.m_data,(ulong)payload.m_size,ZMQ_DONTWAIT)>=0);
  }

#endif // MT5BRIDGE_SOCKETS_MQH
