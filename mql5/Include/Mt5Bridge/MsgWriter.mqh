#ifndef MT5BRIDGE_MSGWRITER_MQH
#define MT5BRIDGE_MSGWRITER_MQH
#include "MsgFormat.mqh"

//+------------------------------------------------------------------+
//| Writes MessagePack, each value in its shortest form. The array   |
//| only grows and is used again; m_size says how much of it counts. |
//+------------------------------------------------------------------+
class CMsgWriter
  {
public:
   uchar             m_data[];
   int               m_size;

                     CMsgWriter(void);
   void              Reset(void);
   bool              Fits(void) const;
   void              Nil(void);
   void              Bool(const bool value);
   void              Int(const long value);
   void              UInt(const ulong value);
   void              Real(const double value);
   void              Text(const string value);
   void              Key(const string value);
   void              Bytes(const uchar &value[],const int count);
   void              List(const int count);
   void              Map(const int count);
   void              Append(const CMsgWriter &other);
   int               Later(void);
   void              Fill(const int at,const ulong value);

private:
   uchar             m_text[];
   bool              m_fits;

   bool              Room(const int more);
   void              Byte(const int value);
   void              Big(const int first,const ulong value,const int width);
   void              Head(const int count,const int fix,const int fix_below,const int wide8,const int wide16);
   bool              Ascii(const string value,const int length);
  };

CMsgWriter::CMsgWriter(void)
  {
   m_size=0;
   m_fits=true;
  }

void CMsgWriter::Reset(void)
  {
   m_size=0;
   m_fits=true;
  }

//--- false once the terminal had no memory for what was written: the message is not whole then
bool CMsgWriter::Fits(void) const
  {
   return(m_fits);
  }

bool CMsgWriter::Room(const int more)
  {
   int capacity=ArraySize(m_data);
   if(m_fits && more<=capacity-m_size)
      return(true);
   if(!m_fits || more>INT_MAX/2-m_size)
     {
      m_fits=false;
      return(false);
     }
   int wanted=m_size+more;
   m_fits=(ArrayResize(m_data,wanted+wanted/2+256)>=wanted);
   return(m_fits);
  }

void CMsgWriter::Byte(const int value)
  {
   if(!Room(1))
      return;
   m_data[m_size]=(uchar)(value&0xFF);
   m_size++;
  }

//--- a first byte with a big-endian number behind it
void CMsgWriter::Big(const int first,const ulong value,const int width)
  {
   if(!Room(1+width))
      return;
   m_data[m_size]=(uchar)(first&0xFF);
   m_size++;
   for(int i=width-1; i>=0; i--)
     {
      m_data[m_size]=(uchar)((value>>(8*i))&0xFF);
      m_size++;
     }
  }

void CMsgWriter::Nil(void)
  {
   Byte(0xC0);
  }

void CMsgWriter::Bool(const bool value)
  {
   Byte(value ? 0xC3 : 0xC2);
  }

void CMsgWriter::UInt(const ulong value)
  {
   if(value<0x80)
      Byte((int)value);
   else
      if(value<=0xFF)
         Big(0xCC,value,1);
      else
         if(value<=0xFFFF)
            Big(0xCD,value,2);
         else
            if(value<=0xFFFFFFFF)
               Big(0xCE,value,4);
            else
               Big(0xCF,value,8);
  }

void CMsgWriter::Int(const long value)
  {
   if(value>=0)
      UInt((ulong)value);
   else
      if(value>=-32)
         Byte((int)(value&0xFF));
      else
         if(value>=-128)
            Big(0xD0,(ulong)value,1);
         else
            if(value>=-32768)
               Big(0xD1,(ulong)value,2);
            else
               if(value>=-2147483648)
                  Big(0xD2,(ulong)value,4);
               else
                  Big(0xD3,(ulong)value,8);
  }

//--- the wire has no NaN and no infinity: a terminal that reports one has no value there
void CMsgWriter::Real(const double value)
  {
   UFloat64 wide;
   wide.value=0.0;
   if(MathIsValidNumber(value))
      wide.value=value;
   Big(0xCB,wide.bits,8);
  }

//--- wide16 is the first byte of a 16-bit count, the next one that of a 32-bit count; wide8 0 = there is none
void CMsgWriter::Head(const int count,const int fix,const int fix_below,const int wide8,const int wide16)
  {
   if(count<fix_below)
      Byte(fix|count);
   else
      if(wide8!=0 && count<=0xFF)
         Big(wide8,(ulong)count,1);
      else
         if(count<=0xFFFF)
            Big(wide16,(ulong)count,2);
         else
            Big(wide16+1,(ulong)count,4);
  }

//--- writes plain ASCII without converting it; writes nothing and returns false at the first other character
bool CMsgWriter::Ascii(const string value,const int length)
  {
   for(int i=0; i<length; i++)
     {
      if(StringGetCharacter(value,i)>=0x80)
         return(false);
     }
   Head(length,0xA0,32,0xD9,0xDA);
   if(!Room(length))
      return(true);
   for(int i=0; i<length; i++)
      m_data[m_size+i]=(uchar)StringGetCharacter(value,i);
   m_size+=length;
   return(true);
  }

void CMsgWriter::Text(const string value)
  {
   int length=StringLen(value);
   if(Ascii(value,length))
      return;
   //--- the count includes the terminating zero
   int count=StringToCharArray(value,m_text,0,WHOLE_ARRAY,CP_UTF8)-1;
   if(count<0)
      count=0;
   Head(count,0xA0,32,0xD9,0xDA);
   if(!Room(count))
      return;
   if(count>0)
      ArrayCopy(m_data,m_text,m_size,0,count);
   m_size+=count;
  }

//--- name of a field: plain ASCII
void CMsgWriter::Key(const string value)
  {
   Ascii(value,StringLen(value));
  }

void CMsgWriter::Bytes(const uchar &value[],const int count)
  {
   Head(count,0,0,0xC4,0xC5);
   if(!Room(count))
      return;
   if(count>0)
      ArrayCopy(m_data,value,m_size,0,count);
   m_size+=count;
  }

void CMsgWriter::List(const int count)
  {
   Head(count,0x90,16,0,0xDC);
  }

void CMsgWriter::Map(const int count)
  {
   Head(count,0x80,16,0,0xDE);
  }

//--- a value that was written elsewhere
void CMsgWriter::Append(const CMsgWriter &other)
  {
   if(!other.Fits())
      m_fits=false;
   if(!Room(other.m_size))
      return;
   if(other.m_size>0)
      ArrayCopy(m_data,other.m_data,m_size,0,other.m_size);
   m_size+=other.m_size;
  }

//--- leaves room for an unsigned number that is known later; returns its place for Fill
int CMsgWriter::Later(void)
  {
   int at=m_size;
   Big(0xCF,0,8);
   return(at);
  }

void CMsgWriter::Fill(const int at,const ulong value)
  {
   if(at<0 || at+9>m_size)
      return;
   for(int i=0; i<8; i++)
      m_data[at+1+i]=(uchar)((value>>(8*(7-i)))&0xFF);
  }

#endif // MT5BRIDGE_MSGWRITER_MQH
