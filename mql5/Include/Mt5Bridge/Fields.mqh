#ifndef MT5BRIDGE_FIELDS_MQH
#define MT5BRIDGE_FIELDS_MQH
#include "Fault.mqh"
#include "MsgReader.mqh"

//--- Readers of single fields: false with INVALID_PARAMS where the value does not fit, told by the field's path.

//--- whole numbers are exact up to here in every language that speaks the wire
#define LARGEST_WHOLE 9007199254740992

//--- what a value is, in words; never the value itself where it is long
string Described(const CMsgReader &reader,const int at)
  {
   switch(reader.KindAt(at))
     {
      case MSG_NOTHING:
         return("nothing");
      case MSG_NIL:
         return("nil");
      case MSG_BOOL:
         return(reader.BoolAt(at) ? "true" : "false");
      case MSG_INT:
         return(IntegerToString(reader.IntAt(at)));
      case MSG_HUGE:
         return(StringFormat("%I64u",reader.HugeAt(at)));
      case MSG_REAL:
         return(StringFormat("%.15g",reader.RealAt(at)));
      case MSG_TEXT:
        {
         string text=reader.TextAt(at);
         if(StringLen(text)>40)
            return("a text of "+IntegerToString(StringLen(text))+" characters");
         return("\""+text+"\"");
        }
      case MSG_BYTES:
         return(IntegerToString(reader.Count(at))+" bytes");
      case MSG_LIST:
         return("a list of "+IntegerToString(reader.Count(at)));
      default:
         return("a map");
     }
  }

bool Expected(const CMsgReader &reader,const int at,const string path,const string what,SFault &fault)
  {
   return(Refuse(fault,FAULT_INVALID_PARAMS,path+": expected "+what+", got "+Described(reader,at)));
  }

bool NotOneOf(const int value,const string path,const string enumeration,SFault &fault)
  {
   string message=path+": expected a number of "+enumeration+", got "+IntegerToString(value);
   return(Refuse(fault,FAULT_INVALID_PARAMS,message));
  }

//--- any number that is whole: integers, and reals without a fraction
bool WholeAt(const CMsgReader &reader,const int at,long &value)
  {
   switch(reader.KindAt(at))
     {
      case MSG_INT:
         value=reader.IntAt(at);
         return(true);
      case MSG_REAL:
        {
         double real=reader.RealAt(at);
         if(!MathIsValidNumber(real) || MathAbs(real)>(double)LARGEST_WHOLE || MathFloor(real)!=real)
            return(false);
         value=(long)real;
         return(true);
        }
      default:
         return(false);
     }
  }

bool ReadBool(const CMsgReader &reader,const int at,const string path,bool &value,SFault &fault)
  {
   if(reader.KindAt(at)!=MSG_BOOL)
      return(Expected(reader,at,path,"true or false",fault));
   value=reader.BoolAt(at);
   return(true);
  }

bool ReadInt(const CMsgReader &reader,const int at,const string path,const long min,const long max,long &value,SFault &fault)
  {
   if(!WholeAt(reader,at,value) || value>=LARGEST_WHOLE || value<=-LARGEST_WHOLE)
      return(Expected(reader,at,path,"a whole number",fault));
   if(value>=min && value<=max)
      return(true);
   string range=IntegerToString(min)+" to "+IntegerToString(max<LARGEST_WHOLE ? max : LARGEST_WHOLE-1);
   return(Expected(reader,at,path,"a whole number from "+range,fault));
  }

bool ReadReal(const CMsgReader &reader,const int at,const string path,double &value,SFault &fault)
  {
   long whole=0;
   value=0.0;
   if(reader.KindAt(at)==MSG_REAL)
      value=reader.RealAt(at);
   else
     {
      if(!WholeAt(reader,at,whole))
         return(Expected(reader,at,path,"a finite number",fault));
      value=(double)whole;
     }
   if(!MathIsValidNumber(value))
      return(Expected(reader,at,path,"a finite number",fault));
   return(true);
  }

bool ReadUInt(const CMsgReader &reader,const int at,const string path,ulong &value,SFault &fault)
  {
   if(reader.KindAt(at)==MSG_HUGE)
     {
      value=reader.HugeAt(at);
      return(true);
     }
   long whole=0;
   if(!WholeAt(reader,at,whole) || whole<0)
      return(Expected(reader,at,path,"an unsigned 64-bit number",fault));
   value=(ulong)whole;
   return(true);
  }

//--- whether a text holds a control character; C1 controls are two bytes of UTF-8
bool HasControls(const CMsgReader &reader,const int at)
  {
   int from=reader.BytesFrom(at);
   int count=reader.Count(at);
   for(int i=0; i<count; i++)
     {
      uchar byte=reader.m_data[from+i];
      if(byte<0x20 || byte==0x7F)
         return(true);
      if(byte==0xC2 && i+1<count && reader.m_data[from+i+1]<0xA0)
         return(true);
     }
   return(false);
  }

//--- a string of the terminal ends at a zero, so a text with one inside would silently become another
bool HasZero(const CMsgReader &reader,const int at)
  {
   int from=reader.BytesFrom(at);
   int count=reader.Count(at);
   for(int i=0; i<count; i++)
     {
      if(reader.m_data[from+i]==0)
         return(true);
     }
   return(false);
  }

bool ReadText(const CMsgReader &reader,const int at,const string path,const int max,string &value,SFault &fault)
  {
   if(reader.KindAt(at)!=MSG_TEXT)
      return(Expected(reader,at,path,"a text",fault));
   if(HasZero(reader,at))
      return(Expected(reader,at,path,"a text without zero bytes",fault));
   value=reader.TextAt(at);
   int length=StringLen(value);
   if(length<=max)
      return(true);
   string message=path+": expected at most "+IntegerToString(max)+" characters, got "+IntegerToString(length);
   return(Refuse(fault,FAULT_INVALID_PARAMS,message));
  }

bool ReadSymbol(const CMsgReader &reader,const int at,const string path,const int max,string &value,SFault &fault)
  {
   if(reader.KindAt(at)==MSG_TEXT && !HasControls(reader,at))
     {
      value=reader.TextAt(at);
      int length=StringLen(value);
      if(length>0 && length<=max)
         return(true);
     }
   return(Expected(reader,at,path,"a symbol name of 1 to "+IntegerToString(max)+" characters",fault));
  }

bool ReadRequestId(const CMsgReader &reader,const int at,const string path,string &value,SFault &fault)
  {
   bool fits=(reader.KindAt(at)==MSG_TEXT && reader.Count(at)==REQUEST_ID_LENGTH);
   if(fits)
     {
      value=reader.TextAt(at);
      string alphabet=REQUEST_ID_ALPHABET;
      for(int i=0; i<StringLen(value) && fits; i++)
         fits=(StringFind(alphabet,StringSubstr(value,i,1))>=0);
      fits=(fits && StringLen(value)==REQUEST_ID_LENGTH);
     }
   if(fits)
      return(true);
   return(Expected(reader,at,path,IntegerToString(REQUEST_ID_LENGTH)+" of "+REQUEST_ID_ALPHABET,fault));
  }

//--- any number that an enumeration could have; which ones it has is for the caller to say
bool ReadEnum(const CMsgReader &reader,const int at,const string path,const string enumeration,int &value,SFault &fault)
  {
   long whole=0;
   if(!WholeAt(reader,at,whole) || whole>INT_MAX || whole<INT_MIN)
      return(Expected(reader,at,path,"a number of "+enumeration,fault));
   value=(int)whole;
   return(true);
  }

bool ReadList(const CMsgReader &reader,const int at,const string path,const int max,int &count,SFault &fault)
  {
   if(reader.KindAt(at)!=MSG_LIST)
      return(Expected(reader,at,path,"a list",fault));
   count=reader.Count(at);
   if(count<=max)
      return(true);
   string message=path+": expected at most "+IntegerToString(max)+" items, got "+IntegerToString(count);
   return(Refuse(fault,FAULT_INVALID_PARAMS,message));
  }

#endif // MT5BRIDGE_FIELDS_MQH
