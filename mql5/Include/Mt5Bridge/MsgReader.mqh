#ifndef MT5BRIDGE_MSGREADER_MQH
#define MT5BRIDGE_MSGREADER_MQH
#include "MsgFormat.mqh"
#include "Protocol.mqh"

//+------------------------------------------------------------------+
//| Looks into one MessagePack message without copying it. Places    |
//| are offsets into m_data; -1 is a place where nothing stands.     |
//| Open() goes through every byte once, so that afterwards no place |
//| that it led to can point outside.                                |
//+------------------------------------------------------------------+
class CMsgReader
  {
public:
   uchar             m_data[];
   string            m_problem;

                     CMsgReader(void);
   bool              Open(const int size);
   int               Root(void) const;
   ENUM_MSG_KIND     KindAt(const int at) const;
   bool              IsMap(const int at) const;
   bool              IsNil(const int at) const;
   int               Count(const int at) const;
   int               First(const int at) const;
   int               Next(const int at) const;
   int               Find(const int map_at,const string key) const;
   bool              BoolAt(const int at) const;
   long              IntAt(const int at) const;
   ulong             HugeAt(const int at) const;
   double            RealAt(const int at) const;
   string            TextAt(const int at) const;
   int               BytesFrom(const int at) const;

private:
   int               m_size;

   bool              Fail(const string problem);
   int               Check(const int at,const int depth);
   int               CheckItems(const int from,const long count,const bool keys,const int depth);
   long              Length(const int at) const;
   ulong             Unsigned(const int from,const int width) const;
   bool              KeyIs(const int at,const string key) const;
  };

CMsgReader::CMsgReader(void)
  {
   m_size=0;
   m_problem="";
  }

//--- checks that the first `size` bytes are one whole value of the wire's kinds; m_problem tells what is wrong
bool CMsgReader::Open(const int size)
  {
   m_problem="";
   m_size=0;
   if(size<0 || size>ArraySize(m_data))
      return(Fail("there are fewer bytes than announced"));
   m_size=size;
   int end=Check(0,0);
   if(end<0)
     {
      m_size=0;
      return(false);
     }
   if(end!=size)
     {
      m_size=0;
      return(Fail(IntegerToString(size-end)+" bytes follow the value that ends at byte "+IntegerToString(end)));
     }
   return(true);
  }

int CMsgReader::Root(void) const
  {
   if(m_size>0)
      return(0);
   return(-1);
  }

bool CMsgReader::Fail(const string problem)
  {
   m_problem=problem;
   return(false);
  }

//--- big-endian; the caller knows that the bytes are there
ulong CMsgReader::Unsigned(const int from,const int width) const
  {
   ulong value=0;
   for(int i=0; i<width; i++)
      value=(value<<8)|(ulong)m_data[from+i];
   return(value);
  }

//--- bytes of a scalar's content, items of a list, pairs of a map
long CMsgReader::Length(const int at) const
  {
   uchar first=m_data[at];
   if(first<0x80 || first>=0xE0)
      return(0);
   if(first<0xA0)
      return((long)(first&0x0F));
   if(first<0xC0)
      return((long)(first&0x1F));
   switch(first)
     {
      case 0xCC:
      case 0xD0:
         return(1);
      case 0xCD:
      case 0xD1:
         return(2);
      case 0xCA:
      case 0xCE:
      case 0xD2:
         return(4);
      case 0xCB:
      case 0xCF:
      case 0xD3:
         return(8);
      default:
         return((long)Unsigned(at+1,MsgHeadSize(first)-1));
     }
  }

//--- goes through the value at a place; returns where it ends, -1 with m_problem set where it is broken
int CMsgReader::Check(const int at,const int depth)
  {
   if(at>=m_size)
     {
      Fail("cut short at byte "+IntegerToString(at));
      return(-1);
     }
   int head=MsgHeadSize(m_data[at]);
   if(head==0)
     {
      Fail("the kind of the value at byte "+IntegerToString(at)+" is none of this wire");
      return(-1);
     }
   if(head>m_size-at)
     {
      Fail("cut short at byte "+IntegerToString(m_size));
      return(-1);
     }
   long length=Length(at);
   ENUM_MSG_KIND kind=KindAt(at);
   if(kind==MSG_LIST || kind==MSG_MAP)
     {
      if(depth==MAX_DEPTH)
        {
         Fail("nested deeper than "+IntegerToString(MAX_DEPTH)+" at byte "+IntegerToString(at));
         return(-1);
        }
      return(CheckItems(at+head,length,kind==MSG_MAP,depth+1));
     }
   if(length>(long)(m_size-at-head))
     {
      Fail("the value at byte "+IntegerToString(at)+" says "+IntegerToString(length)+" bytes, cut short");
      return(-1);
     }
   return(at+head+(int)length);
  }

int CMsgReader::CheckItems(const int from,const long count,const bool keys,const int depth)
  {
   int at=from;
   //--- every item has a byte at least, so a count of billions ends where the bytes do
   for(long i=0; i<count; i++)
     {
      if(keys)
        {
         if(at>=m_size || KindAt(at)!=MSG_TEXT)
           {
            Fail("the key at byte "+IntegerToString(at)+" is not a text");
            return(-1);
           }
         at=Check(at,depth);
         if(at<0)
            return(-1);
        }
      at=Check(at,depth);
      if(at<0)
         return(-1);
     }
   return(at);
  }

ENUM_MSG_KIND CMsgReader::KindAt(const int at) const
  {
   if(at<0 || at>=m_size)
      return(MSG_NOTHING);
   if(m_data[at]==0xCF && at+1<m_size && m_data[at+1]>=0x80)
      return(MSG_HUGE);
   return(MsgKind(m_data[at]));
  }

bool CMsgReader::IsMap(const int at) const
  {
   return(KindAt(at)==MSG_MAP);
  }

bool CMsgReader::IsNil(const int at) const
  {
   return(KindAt(at)==MSG_NIL);
  }

//--- items of a list, pairs of a map, bytes of a text; 0 for all others
int CMsgReader::Count(const int at) const
  {
   switch(KindAt(at))
     {
      case MSG_LIST:
      case MSG_MAP:
      case MSG_TEXT:
      case MSG_BYTES:
         return((int)Length(at));
      default:
         return(0);
     }
  }

//--- place of the first item of a list, of the first key of a map
int CMsgReader::First(const int at) const
  {
   ENUM_MSG_KIND kind=KindAt(at);
   if(kind!=MSG_LIST && kind!=MSG_MAP)
      return(-1);
   return(at+MsgHeadSize(m_data[at]));
  }

//--- place behind a value
int CMsgReader::Next(const int at) const
  {
   ENUM_MSG_KIND kind=KindAt(at);
   if(kind==MSG_NOTHING)
      return(-1);
   int place=at+MsgHeadSize(m_data[at]);
   if(kind!=MSG_LIST && kind!=MSG_MAP)
      return(place+(int)Length(at));
   long left=Length(at);
   if(kind==MSG_MAP)
      left*=2;
   for(; left>0; left--)
      place=Next(place);
   return(place);
  }

bool CMsgReader::KeyIs(const int at,const string key) const
  {
   int length=StringLen(key);
   if(Count(at)!=length)
      return(false);
   int from=BytesFrom(at);
   for(int i=0; i<length; i++)
     {
      if((ushort)m_data[from+i]!=StringGetCharacter(key,i))
         return(false);
     }
   return(true);
  }

//--- value of a key, which is plain ASCII; of equal keys the last one counts; -1 without one
int CMsgReader::Find(const int map_at,const string key) const
  {
   if(!IsMap(map_at))
      return(-1);
   int found=-1;
   int place=First(map_at);
   for(int left=Count(map_at); left>0; left--)
     {
      int value=Next(place);
      if(KeyIs(place,key))
         found=value;
      place=Next(value);
     }
   return(found);
  }

bool CMsgReader::BoolAt(const int at) const
  {
   return(KindAt(at)==MSG_BOOL && m_data[at]==0xC3);
  }

//--- of a MSG_INT
long CMsgReader::IntAt(const int at) const
  {
   if(KindAt(at)!=MSG_INT)
      return(0);
   uchar first=m_data[at];
   if(first<0x80)
      return((long)first);
   if(first>=0xE0)
      return((long)first-256);
   int width=(int)Length(at);
   ulong bits=Unsigned(at+1,width);
   if(first<0xD0 || width==8)
      return((long)bits);
   //--- signed and shorter than a long: the top bit fills up
   ulong sign=(ulong)1<<(8*width-1);
   if((bits&sign)!=0)
      bits|=~((sign<<1)-1);
   return((long)bits);
  }

//--- of a MSG_HUGE or a MSG_INT that is not negative
ulong CMsgReader::HugeAt(const int at) const
  {
   if(KindAt(at)==MSG_HUGE)
      return(Unsigned(at+1,8));
   return((ulong)IntAt(at));
  }

//--- of a MSG_REAL
double CMsgReader::RealAt(const int at) const
  {
   if(KindAt(at)!=MSG_REAL)
      return(0.0);
   if(m_data[at]==0xCA)
     {
      UFloat32 narrow;
      narrow.bits=(uint)Unsigned(at+1,4);
      return((double)narrow.value);
     }
   UFloat64 wide;
   wide.bits=Unsigned(at+1,8);
   return(wide.value);
  }

//--- where the bytes of a text or of bytes begin; Count() says how many there are
int CMsgReader::BytesFrom(const int at) const
  {
   ENUM_MSG_KIND kind=KindAt(at);
   if(kind!=MSG_TEXT && kind!=MSG_BYTES)
      return(-1);
   return(at+MsgHeadSize(m_data[at]));
  }

//--- of a MSG_TEXT; a zero byte would end the string, so whoever cares looks for one first
string CMsgReader::TextAt(const int at) const
  {
   int count=Count(at);
   if(KindAt(at)!=MSG_TEXT || count==0)
      return("");
   return(CharArrayToString(m_data,BytesFrom(at),count,CP_UTF8));
  }

#endif // MT5BRIDGE_MSGREADER_MQH
