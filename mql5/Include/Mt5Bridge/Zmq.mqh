#ifndef MT5BRIDGE_ZMQ_MQH
#define MT5BRIDGE_ZMQ_MQH

//--- libzmq 4.2 or newer, 64 bit. A pointer is a long, size_t an ulong, the C long of zmq_poll an int (Windows).

#define ZMQ_PUB 1
#define ZMQ_REP 4

#define ZMQ_DONTWAIT 1
#define ZMQ_SNDMORE 2
#define ZMQ_POLLIN 1

#define ZMQ_RCVMORE 13
#define ZMQ_LINGER 17
#define ZMQ_MAXMSGSIZE 22
#define ZMQ_SNDHWM 23
#define ZMQ_RCVHWM 24
#define ZMQ_SNDTIMEO 28
#define ZMQ_LAST_ENDPOINT 32
#define ZMQ_TCP_KEEPALIVE 34
#define ZMQ_TCP_KEEPALIVE_CNT 35
#define ZMQ_TCP_KEEPALIVE_IDLE 36
#define ZMQ_TCP_KEEPALIVE_INTVL 37
#define ZMQ_CURVE_SERVER 47
#define ZMQ_CURVE_SECRETKEY 49
#define ZMQ_ZAP_DOMAIN 55
#define ZMQ_HANDSHAKE_IVL 66
#define ZMQ_HEARTBEAT_IVL 75
#define ZMQ_HEARTBEAT_TTL 76
#define ZMQ_HEARTBEAT_TIMEOUT 77

//--- errno as the C library of Windows numbers it, and libzmq's own
#define ZMQ_EAGAIN 11
#define ZMQ_EACCES 13
#define ZMQ_ENODEV 19
#define ZMQ_EINVAL 22
#define ZMQ_EADDRINUSE 100
#define ZMQ_EADDRNOTAVAIL 101
#define ZMQ_EADDRINUSE_OLD 156384717
#define ZMQ_EFSM 156384763
#define ZMQ_ETERM 156384765

//--- zmq_pollitem_t of 64-bit Windows: 24 bytes
struct SZmqPollItem
  {
   long              socket;
   ulong             fd;
   short             events;
   short             revents;
   int               padding;
  };

#import "libzmq.dll"
long zmq_ctx_new(void);
int  zmq_ctx_term(long context);
long zmq_socket(long context,int type);
int  zmq_close(long socket);
int  zmq_setsockopt(long socket,int option,const int &value,ulong length);
int  zmq_setsockopt(long socket,int option,const long &value,ulong length);
int  zmq_setsockopt(long socket,int option,const uchar &value[],ulong length);
int  zmq_getsockopt(long socket,int option,int &value,ulong &length);
int  zmq_getsockopt(long socket,int option,uchar &value[],ulong &length);
int  zmq_bind(long socket,const uchar &endpoint[]);
int  zmq_send(long socket,const uchar &data[],ulong length,int flags);
int  zmq_send(long socket,const MqlRates &data[],ulong length,int flags);
int  zmq_send(long socket,const MqlTick &data[],ulong length,int flags);
int  zmq_recv(long socket,uchar &data[],ulong length,int flags);
int  zmq_poll(SZmqPollItem &items[],int count,int timeout);
int  zmq_errno(void);
void zmq_version(int &major,int &minor,int &patch);
int  zmq_has(const uchar &capability[]);
long zmq_z85_decode(uchar &binary[],const uchar &text[]);
#import

//--- what a failed call of libzmq means to the person at the terminal
string ZmqProblem(const int error)
  {
   switch(error)
     {
      case ZMQ_EADDRINUSE:
      case ZMQ_EADDRINUSE_OLD:
         return("another program, or another chart with this expert advisor, uses the port");
      case ZMQ_EACCES:
         return("Windows keeps the port for another program, or a firewall forbids it");
      case ZMQ_EADDRNOTAVAIL:
      case ZMQ_ENODEV:
         return("this machine has no such network address");
      case ZMQ_EINVAL:
         return("the address is not written as tcp://127.0.0.1:5555");
      default:
         return("libzmq error "+IntegerToString(error));
     }
  }

//--- text with a terminating zero, as C wants it; a DLL can't be given an empty array
void ZmqText(const string text,uchar &bytes[])
  {
   if(StringToCharArray(text,bytes,0,WHOLE_ARRAY,CP_UTF8)>0)
      return;
   ArrayResize(bytes,1);
   ArrayInitialize(bytes,0);
  }

#endif // MT5BRIDGE_ZMQ_MQH
