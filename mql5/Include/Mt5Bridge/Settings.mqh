#ifndef MT5BRIDGE_SETTINGS_MQH
#define MT5BRIDGE_SETTINGS_MQH
#include "Zmq.mqh"

//--- more would take the terminal seconds to read at its start
#define JOURNAL_KEEP_MOST 1000000

//--- what the expert advisor does when every client has fallen silent
enum ENUM_DEAD_MAN
  {
   DEAD_MAN_NOTHING,       // nothing
   DEAD_MAN_CANCEL,        // cancel pending orders
   DEAD_MAN_CLOSE          // cancel and close positions
  };

//--- the inputs, checked and taken apart
struct SSettings
  {
   string            command_address;
   string            events_address;
   //--- Z85; empty = no encryption
   string            curve_secret_key;
   string            curve_client_keys[];
   bool              read_only;
   string            allowed_symbols[];
   //--- of one order; 0 = any
   double            max_lots;
   ulong             allowed_magics[];
   ENUM_DEAD_MAN     dead_man;
   int               dead_man_seconds;
   ulong             dead_man_magic;
   int               heartbeat_ms;
   int               watch_lease_ms;
   int               timer_ms;
   int               pump_ms;
   bool              phase_lock;
   int               max_request_bytes;
   int               max_rates;
   int               max_ticks;
   int               max_records;
   int               journal_keep;
   bool              panel;
                     SSettings(void)
     {
      command_address="";
      events_address="";
      curve_secret_key="";
      read_only=true;
      max_lots=0.0;
      dead_man=DEAD_MAN_NOTHING;
      dead_man_seconds=0;
      dead_man_magic=0;
      heartbeat_ms=1000;
      watch_lease_ms=5000;
      timer_ms=10;
      pump_ms=40;
      phase_lock=true;
      max_request_bytes=262144;
      max_rates=100000;
      max_ticks=1000000;
      max_records=10000;
      journal_keep=20000;
      panel=true;
     }
  };

//--- "a, b" -> a and b; nothing out of blanks
void SplitList(const string text,string &items[])
  {
   ArrayResize(items,0);
   string parts[];
   int count=StringSplit(text,',',parts);
   for(int i=0; i<count; i++)
     {
      string item=parts[i];
      StringTrimLeft(item);
      StringTrimRight(item);
      if(StringLen(item)==0)
         continue;
      int size=ArraySize(items);
      if(ArrayResize(items,size+1,16)==size+1)
         items[size]=item;
     }
  }

//--- whether a text is an unsigned 64-bit number; what it is
bool ParseUnsigned(const string text,ulong &value)
  {
   value=0;
   int length=StringLen(text);
   if(length==0 || length>19)
      return(false);
   for(int i=0; i<length; i++)
     {
      ushort digit=StringGetCharacter(text,i);
      if(digit<'0' || digit>'9')
         return(false);
      value=value*10+(ulong)(digit-'0');
     }
   return(true);
  }

bool ParseMagics(const string text,ulong &magics[],string &problem)
  {
   string items[];
   SplitList(text,items);
   int count=ArraySize(items);
   if(ArrayResize(magics,count)!=count)
      return(false);
   for(int i=0; i<count; i++)
     {
      if(!ParseUnsigned(items[i],magics[i]))
        {
         problem="\""+items[i]+"\" is no magic number: write digits, separated by commas";
         return(false);
        }
     }
   return(true);
  }

//--- Z85 of 32 bytes
bool IsCurveKey(const string key)
  {
   if(StringLen(key)!=40)
      return(false);
   uchar text[];
   uchar binary[];
   ZmqText(key,text);
   return(ArrayResize(binary,32)==32 && zmq_z85_decode(binary,text)!=0);
  }

//--- what is wrong with settings that a person typed; empty = nothing
string SettingsProblem(const SSettings &settings)
  {
   if(StringFind(settings.command_address,"tcp://")!=0 && StringFind(settings.command_address,"ipc://")!=0)
      return("the address for commands must look like tcp://127.0.0.1:5555");
   if(StringFind(settings.events_address,"tcp://")!=0 && StringFind(settings.events_address,"ipc://")!=0)
      return("the address for events must look like tcp://127.0.0.1:5556");
   //--- a port that ends in * is any that is free
   if(settings.events_address==settings.command_address && StringFind(settings.command_address,"*")<0)
      return("the address for events must be another than the one for commands");
   if(!MathIsValidNumber(settings.max_lots) || settings.max_lots<0.0)
      return("the largest volume must be a number of lots, 0 for any");
   if(settings.heartbeat_ms<10 || settings.heartbeat_ms>60000)
      return("the heartbeat must be 10 to 60000 ms");
   if(settings.watch_lease_ms<1000 || settings.watch_lease_ms>3600000)
      return("the lease of a watch must be 1000 to 3600000 ms");
   if(settings.timer_ms<1 || settings.timer_ms>1000 || settings.pump_ms<0 || settings.pump_ms>1000)
      return("timer and waiting time must be at most 1000 ms");
   if(settings.max_rates<1 || settings.max_ticks<1 || settings.max_records<1 || settings.journal_keep<1)
      return("limits must be at least 1");
   if(settings.journal_keep>JOURNAL_KEEP_MOST)
      return("at most "+IntegerToString(JOURNAL_KEEP_MOST)+" trade requests can be remembered");
   if(settings.dead_man!=DEAD_MAN_NOTHING && settings.dead_man_seconds<5)
      return("the dead-man rule needs at least 5 seconds of silence");
   int keys=ArraySize(settings.curve_client_keys);
   if(StringLen(settings.curve_secret_key)==0)
      return(keys==0 ? "" : "keys of clients are given, but no secret key: nothing would be encrypted");
   if(!IsCurveKey(settings.curve_secret_key))
      return("the secret key is no CURVE key of 40 characters");
   if(keys==0)
      return("with a secret key, name the public keys of the clients that may connect");
   for(int i=0; i<keys; i++)
     {
      if(!IsCurveKey(settings.curve_client_keys[i]))
         return("\""+settings.curve_client_keys[i]+"\" is no CURVE key of 40 characters");
     }
   return("");
  }

#endif // MT5BRIDGE_SETTINGS_MQH
