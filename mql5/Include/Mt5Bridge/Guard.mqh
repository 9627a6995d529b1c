#ifndef MT5BRIDGE_GUARD_MQH
#define MT5BRIDGE_GUARD_MQH
#include "Fault.mqh"
#include "Settings.mqh"

//--- positions or orders that one request can touch
#define GUARDED_MOST 2
//--- its presence keeps trading stopped over every restart
#define GUARD_STOP_FILE "trading-stopped"

//--- what a trade request is about, as far as the guard cares
struct SGuarded
  {
   //--- the order to come, or the positions or orders that would be changed
   int               count;
   string            symbol[GUARDED_MOST];
   ulong             magic[GUARDED_MOST];
   //--- of an order that opens or adds, else 0
   double            lots;
                     SGuarded(void)
     {
      count=0;
      lots=0.0;
      ArrayInitialize(magic,0);
     }
   void              Add(const string name,const ulong number)
     {
      if(count>=GUARDED_MOST)
         return;
      symbol[count]=name;
      magic[count]=number;
      count++;
     }
  };

//+------------------------------------------------------------------+
//| The hard limits of the terminal's owner: the inputs, and the     |
//| button on the chart. No message can raise them.                  |
//+------------------------------------------------------------------+
class CGuard
  {
public:
                     CGuard(void);
   void              Start(const string folder);
   bool              IsStopped(void) const;
   bool              SetStopped(const bool stopped);
   bool              Allows(const SSettings &settings,const SGuarded &guarded,SFault &fault) const;

private:
   string            m_file;
   bool              m_stopped;
   //--- a stop that is not on disk, for want of an account or of room there
   bool              m_unsaved;

   bool              AllowsOne(const SSettings &settings,const string symbol,const ulong magic,SFault &fault) const;
  };

CGuard::CGuard(void)
  {
   m_file="";
   m_stopped=false;
   m_unsaved=false;
  }

//--- folder: ends with a backslash
void CGuard::Start(const string folder)
  {
   m_file=folder+GUARD_STOP_FILE;
   m_stopped=FileIsExist(m_file);
   if(m_unsaved)
      SetStopped(true);
  }

bool CGuard::IsStopped(void) const
  {
   return(m_stopped);
  }

//--- Stops at once, kept on disk or not; goes on only if the disk will not say otherwise at the next start. False, and
//--- a line in the log, where the disk does not follow.
bool CGuard::SetStopped(const bool stopped)
  {
   ResetLastError();
   if(!stopped)
     {
      if(FileIsExist(m_file) && !FileDelete(m_file))
        {
         Print("mt5-bridge: trading stays stopped: the file ",m_file," cannot be deleted (error ",GetLastError(),")");
         return(false);
        }
      m_stopped=false;
      m_unsaved=false;
      return(true);
     }
   m_stopped=true;
   int handle=FileOpen(m_file,FILE_WRITE|FILE_BIN);
   m_unsaved=(handle==INVALID_HANDLE);
   if(m_unsaved)
     {
      Print("mt5-bridge: trading is stopped, but only until a restart: the file ",m_file," cannot be written (error ",GetLastError(),")");
      return(false);
     }
   FileFlush(handle);
   FileClose(handle);
   return(true);
  }

//--- false with GUARD_READ_ONLY, GUARD_STOPPED, GUARD_SYMBOL, GUARD_MAGIC or GUARD_VOLUME
bool CGuard::Allows(const SSettings &settings,const SGuarded &guarded,SFault &fault) const
  {
   if(settings.read_only)
      return(Refuse(fault,FAULT_GUARD_READ_ONLY,""));
   if(m_stopped)
      return(Refuse(fault,FAULT_GUARD_STOPPED,""));
   for(int i=0; i<guarded.count; i++)
     {
      if(!AllowsOne(settings,guarded.symbol[i],guarded.magic[i],fault))
         return(false);
     }
   if(settings.max_lots>0.0 && guarded.lots>settings.max_lots)
     {
      string message=StringFormat("%.10g lots are more than %.10g",guarded.lots,settings.max_lots);
      return(Refuse(fault,FAULT_GUARD_VOLUME,message));
     }
   return(true);
  }

bool CGuard::AllowsOne(const SSettings &settings,const string symbol,const ulong magic,SFault &fault) const
  {
   int symbols=ArraySize(settings.allowed_symbols);
   bool allowed=(symbols==0);
   string names="";
   for(int i=0; i<symbols && !allowed; i++)
     {
      allowed=(settings.allowed_symbols[i]==symbol);
      names+=(i==0 ? "" : ", ")+settings.allowed_symbols[i];
     }
   if(!allowed)
      return(Refuse(fault,FAULT_GUARD_SYMBOL,symbol+" is not one of "+names));
   int magics=ArraySize(settings.allowed_magics);
   allowed=(magics==0);
   string numbers="";
   for(int i=0; i<magics && !allowed; i++)
     {
      allowed=(settings.allowed_magics[i]==magic);
      numbers+=(i==0 ? "" : ", ")+StringFormat("%I64u",settings.allowed_magics[i]);
     }
   if(!allowed)
      return(Refuse(fault,FAULT_GUARD_MAGIC,StringFormat("magic number %I64u is not one of ",magic)+numbers));
   return(true);
  }

#endif // MT5BRIDGE_GUARD_MQH
