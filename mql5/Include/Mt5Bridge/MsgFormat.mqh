#ifndef MT5BRIDGE_MSGFORMAT_MQH
#define MT5BRIDGE_MSGFORMAT_MQH

//--- what stands at a place of a message
enum ENUM_MSG_KIND
  {
   MSG_NOTHING,
   MSG_NIL,
   MSG_BOOL,
   MSG_INT,      // fits a long
   MSG_HUGE,     // an unsigned integer beyond
   MSG_REAL,
   MSG_TEXT,
   MSG_BYTES,
   MSG_LIST,
   MSG_MAP
  };

//--- the bits of a number of MessagePack
union UFloat64
  {
   ulong             bits;
   double            value;
  };
union UFloat32
  {
   uint              bits;
   float             value;
  };

//--- bytes from the first one of a value to its content; 0 for what is no kind of this wire
int MsgHeadSize(const uchar first)
  {
   if(first<0xC0 || first>=0xE0)
      return(1);
   switch(first)
     {
      case 0xC0:
      case 0xC2:
      case 0xC3:
      case 0xCA:
      case 0xCB:
      case 0xCC:
      case 0xCD:
      case 0xCE:
      case 0xCF:
      case 0xD0:
      case 0xD1:
      case 0xD2:
      case 0xD3:
         return(1);
      case 0xC4:
      case 0xD9:
         return(2);
      case 0xC5:
      case 0xDA:
      case 0xDC:
      case 0xDE:
         return(3);
      case 0xC6:
      case 0xDB:
      case 0xDD:
      case 0xDF:
         return(5);
      default:
         return(0);
     }
  }

//--- what a value's first byte tells of it; a MSG_INT of 8 bytes may yet be a MSG_HUGE
ENUM_MSG_KIND MsgKind(const uchar first)
  {
   if(first<0x80 || first>=0xE0)
      return(MSG_INT);
   if(first<0x90)
      return(MSG_MAP);
   if(first<0xA0)
      return(MSG_LIST);
   if(first<0xC0)
      return(MSG_TEXT);
   switch(first)
     {
      case 0xC0:
         return(MSG_NIL);
      case 0xC2:
      case 0xC3:
         return(MSG_BOOL);
      case 0xC4:
      case 0xC5:
      case 0xC6:
         return(MSG_BYTES);
      case 0xCA:
      case 0xCB:
         return(MSG_REAL);
      case 0xD9:
      case 0xDA:
      case 0xDB:
         return(MSG_TEXT);
      case 0xDC:
      case 0xDD:
         return(MSG_LIST);
      case 0xDE:
      case 0xDF:
         return(MSG_MAP);
      default:
         return(MSG_INT);
     }
  }

#endif // MT5BRIDGE_MSGFORMAT_MQH
