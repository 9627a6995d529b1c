#ifndef MT5BRIDGE_CURVEGATE_MQH
#define MT5BRIDGE_CURVEGATE_MQH
#include "Zmq.mqh"

#define ZAP_ADDRESS "inproc://zeromq.zap.01"
#define ZAP_DOMAIN "mt5-bridge"
//--- frames of a question: version, request, domain, address, identity, mechanism, key
#define ZAP_FRAMES 7
#define ZAP_REQUEST 1
#define ZAP_MECHANISM 5
#define ZAP_KEY 6
#define ZAP_FRAME_BYTES 256
#define CURVE_KEY_BYTES 32

//+------------------------------------------------------------------+
//| Lets only clients in whose public key is known. libzmq asks for  |
//| each connection by ZAP (RFC 27) and waits for the answer.        |
//+------------------------------------------------------------------+
class CCurveGate
  {
public:
                     CCurveGate(void);
   bool              Open(const long context,const string &client_keys[]);
   void              Close(void);
   long              Socket(void) const;
   bool              Guard(const long socket,const string secret_key) const;
   void              Answer(void);

private:
   long              m_socket;
   //--- one behind the other, binary
   uchar             m_keys[];
   //--- the frames of one question, one behind the other
   uchar             m_frames[];
   int               m_lengths[];
   uchar             m_frame[];

   bool              Read(void);
   bool              IsKnown(void) const;
   bool              Send(const string text,const bool more);
  };

CCurveGate::CCurveGate(void)
  {
   m_socket=0;
  }

long CCurveGate::Socket(void) const
  {
   return(m_socket);
  }

bool CCurveGate::Open(const long context,const string &client_keys[])
  {
   int count=ArraySize(client_keys);
   uchar text[];
   uchar binary[];
   if(ArrayResize(m_keys,count*CURVE_KEY_BYTES)<0 || ArrayResize(binary,CURVE_KEY_BYTES)!=CURVE_KEY_BYTES)
      return(false);
   if(ArrayResize(m_frames,ZAP_FRAMES*ZAP_FRAME_BYTES)<0 || ArrayResize(m_lengths,ZAP_FRAMES)!=ZAP_FRAMES)
      return(false);
   if(ArrayResize(m_frame,ZAP_FRAME_BYTES)!=ZAP_FRAME_BYTES)
      return(false);
   for(int i=0; i<count; i++)
     {
      ZmqText(client_keys[i],text);
      if(ArraySize(text)<41 || zmq_z85_decode(binary,text)==0)
         return(false);
      ArrayCopy(m_keys,binary,i*CURVE_KEY_BYTES,0,CURVE_KEY_BYTES);
     }
   m_socket=zmq_socket(context,ZMQ_REP);
   int linger=0;
   if(m_socket==0 || zmq_setsockopt(m_socket,ZMQ_LINGER,linger,4)!=0)
      return(false);
   ZmqText(ZAP_ADDRESS,text);
   return(zmq_bind(m_socket,text)==0);
  }

void CCurveGate::Close(void)
  {
   if(m_socket!=0)
      zmq_close(m_socket);
   m_socket=0;
  }

//--- makes a socket speak CURVE and ask this gate; before it listens
bool CCurveGate::Guard(const long socket,const string secret_key) const
  {
   int server=1;
   uchar text[];
   ZmqText(ZAP_DOMAIN,text);
   if(zmq_setsockopt(socket,ZMQ_ZAP_DOMAIN,text,(ulong)StringLen(ZAP_DOMAIN))!=0)
      return(false);
   if(zmq_setsockopt(socket,ZMQ_CURVE_SERVER,server,4)!=0)
      return(false);
   ZmqText(secret_key,text);
   return(zmq_setsockopt(socket,ZMQ_CURVE_SECRETKEY,text,41)==0);
  }

//--- reads one question whole, whatever it is
bool CCurveGate::Read(void)
  {
   int more=1;
   int frames=0;
   bool fits=true;
   while(more!=0)
     {
      int size=zmq_recv(m_socket,m_frame,ZAP_FRAME_BYTES,ZMQ_DONTWAIT);
      if(size<0)
         return(false);
      fits=(fits && frames<ZAP_FRAMES && size<=ZAP_FRAME_BYTES);
      if(fits)
        {
         m_lengths[frames]=size;
         ArrayCopy(m_frames,m_frame,frames*ZAP_FRAME_BYTES,0,size);
        }
      frames++;
      ulong length=4;
      if(zmq_getsockopt(m_socket,ZMQ_RCVMORE,more,length)!=0)
         return(false);
     }
   if(!fits || frames!=ZAP_FRAMES)
      m_lengths[ZAP_KEY]=0;
   return(frames>ZAP_REQUEST);
  }

bool CCurveGate::IsKnown(void) const
  {
   if(m_lengths[ZAP_KEY]!=CURVE_KEY_BYTES)
      return(false);
   if(CharArrayToString(m_frames,ZAP_MECHANISM*ZAP_FRAME_BYTES,m_lengths[ZAP_MECHANISM],CP_UTF8)!="CURVE")
      return(false);
   int count=ArraySize(m_keys)/CURVE_KEY_BYTES;
   for(int i=0; i<count; i++)
     {
      bool same=true;
      for(int k=0; k<CURVE_KEY_BYTES; k++)
         same=(same && m_keys[i*CURVE_KEY_BYTES+k]==m_frames[ZAP_KEY*ZAP_FRAME_BYTES+k]);
      if(same)
         return(true);
     }
   return(false);
  }

bool CCurveGate::Send(const string text,const bool more)
  {
   uchar bytes[];
   ZmqText(text,bytes);
   return(zmq_send(m_socket,bytes,(ulong)StringLen(text),more ? ZMQ_DONTWAIT|ZMQ_SNDMORE : ZMQ_DONTWAIT)>=0);
  }

//--- answers the question that waits
void CCurveGate::Answer(void)
  {
   if(m_socket==0 || !Read())
      return;
   bool known=IsKnown();
   string request=CharArrayToString(m_frames,ZAP_REQUEST*ZAP_FRAME_BYTES,m_lengths[ZAP_REQUEST],CP_UTF8);
   bool sent=Send("1.0",true);
   sent=(sent && Send(request,true));
   sent=(sent && Send(known ? "200" : "400",true));
   sent=(sent && Send(known ? "OK" : "unknown key",true));
   sent=(sent && Send("",true));
   sent=(sent && Send("",false));
   if(!sent)
      Print("mt5-bridge: a client's key could not be checked, it is not let in");
   else
      if(!known)
         Print("mt5-bridge: a client with an unknown key was turned away");
  }

#endif // MT5BRIDGE_CURVEGATE_MQH
