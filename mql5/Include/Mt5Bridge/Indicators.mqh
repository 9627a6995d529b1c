#ifndef MT5BRIDGE_INDICATORS_MQH
#define MT5BRIDGE_INDICATORS_MQH
#include "LeastUsed.mqh"
#include "Messages.mqh"

//--- indicators that are kept computed; each costs the terminal memory and time
#define INDICATORS_KEPT 64
//--- a custom indicator whose start fails never has a bar
#define INDICATOR_PATIENCE_MS 30000

struct SKeptIndicator
  {
   string            key;
   int               handle;
   ulong             since;
   ulong             used;
                     SKeptIndicator(void)
     {
      key="";
      handle=INVALID_HANDLE;
      since=0;
      used=0;
     }
  };

//--- only what lies under MQL5\Indicators
bool IsInside(const string path)
  {
   ushort first=StringGetCharacter(path,0);
   bool rooted=(first=='\\' || first=='/' || StringFind(path,":")>=0);
   return(StringLen(path)>0 && !rooted && StringFind(path,"..")<0);
  }

//--- what is wrong with the arguments of whatever indicator; empty = nothing
string ArgumentsProblem(const SIndicatorParams &params)
  {
   bool custom=(params.type==INDICATOR_CUSTOM);
   if(custom!=params.has_custom)
      return(custom ? "a.custom: expected the path of the indicator, got nothing" : "a.custom: only a custom indicator has a path");
   if(custom && !IsInside(params.custom))
      return("a.custom: expected a path under MQL5\\Indicators");
   int count=ArraySize(params.inputs);
   for(int i=0; i<count; i++)
     {
      int given=(params.inputs[i].has_integer ? 1 : 0)+(params.inputs[i].has_real ? 1 : 0)+(params.inputs[i].has_text ? 1 : 0);
      if(given!=1)
         return("a.inputs["+IntegerToString(i)+"]: expected one of integer, real and text");
     }
   return("");
  }

//--- which input does not fit a built-in indicator; empty = none. What a custom one takes, only the terminal knows.
string InputsProblem(const SIndicatorParams &params)
  {
   if(params.type==INDICATOR_CUSTOM)
      return("");
   string kinds=IndicatorInputs(params.type);
   int count=ArraySize(params.inputs);
   if(count!=StringLen(kinds))
      return("the indicator has "+IntegerToString(StringLen(kinds))+" inputs, got "+IntegerToString(count));
   for(int i=0; i<count; i++)
     {
      bool whole=(StringSubstr(kinds,i,1)=="i");
      if(params.inputs[i].has_integer || (!whole && params.inputs[i].has_real))
         continue;
      return("input "+IntegerToString(i+1)+" of the indicator is "+(whole ? "a whole number" : "a number"));
     }
   return("");
  }

//--- inputs as the terminal takes them; of a custom indicator, its path comes first
bool FillInputs(const SIndicatorParams &params,MqlParam &inputs[])
  {
   int first=(params.has_custom ? 1 : 0);
   int count=ArraySize(params.inputs);
   if(ArrayResize(inputs,first+count)!=first+count)
      return(false);
   if(first>0)
     {
      inputs[0].type=TYPE_STRING;
      inputs[0].string_value=params.custom;
     }
   string kinds=IndicatorInputs(params.type);
   for(int i=0; i<count; i++)
     {
      int at=first+i;
      bool whole=params.inputs[i].has_integer;
      if(params.inputs[i].has_text)
        {
         inputs[at].type=TYPE_STRING;
         inputs[at].string_value=params.inputs[i].text;
         continue;
        }
      if(whole && StringSubstr(kinds,i,1)!="d")
        {
         long value=params.inputs[i].integer;
         inputs[at].type=(value>INT_MAX || value<INT_MIN ? TYPE_LONG : TYPE_INT);
         inputs[at].integer_value=value;
         continue;
        }
      inputs[at].type=TYPE_DOUBLE;
      inputs[at].double_value=(whole ? (double)params.inputs[i].integer : params.inputs[i].real);
     }
   return(true);
  }

//+------------------------------------------------------------------+
//| Handles of indicators, kept for the next call: the terminal      |
//| computes an indicator beside the program once it is created.     |
//+------------------------------------------------------------------+
class CIndicators
  {
private:
   SKeptIndicator    m_kept[];
   MqlParam          m_inputs[];
   double            m_values[];

   bool              Fits(const SIndicatorParams &params,SFault &fault) const;
   string            KeyOf(const SIndicatorParams &params) const;
   int               Find(const string key) const;
   int               Create(const string key,const SIndicatorParams &params,SFault &fault);
   void              Drop(const int at);
   bool              NotYet(const int at,const bool lost,SFault &fault);

public:
   int               Ready(const SIndicatorParams &params,SFault &fault);
   bool              Copy(const int handle,const int buffer,const datetime newest,const int count,double &values[],SFault &fault);
   void              Close(void);
  };

//--- handle of an indicator that has values, or INVALID_HANDLE with the fault set: PENDING while it has none yet
int CIndicators::Ready(const SIndicatorParams &params,SFault &fault)
  {
   if(!Fits(params,fault))
      return(INVALID_HANDLE);
   string key=KeyOf(params);
   int at=Find(key);
   if(at<0)
      at=Create(key,params,fault);
   if(at<0)
      return(INVALID_HANDLE);
   m_kept[at].used=GetTickCount64();
   ResetLastError();
   if(BarsCalculated(m_kept[at].handle)>0)
      return(m_kept[at].handle);
   NotYet(at,GetLastError()==ERR_INDICATOR_WRONG_HANDLE,fault);
   return(INVALID_HANDLE);
  }

bool CIndicators::Fits(const SIndicatorParams &params,SFault &fault) const
  {
   string problem=ArgumentsProblem(params);
   if(StringLen(problem)>0)
      return(Refuse(fault,FAULT_INVALID_PARAMS,problem));
   problem=InputsProblem(params);
   if(StringLen(problem)>0)
      return(Refuse(fault,FAULT_INDICATOR_FAILED,problem));
   return(true);
  }

//--- a handle that the terminal has lost, as after a change of the chart, is made anew by the next call
bool CIndicators::NotYet(const int at,const bool lost,SFault &fault)
  {
   bool late=(m_kept[at].used-m_kept[at].since>=INDICATOR_PATIENCE_MS);
   if(lost || late)
      Drop(at);
   if(late && !lost)
      return(Refuse(fault,FAULT_INDICATOR_FAILED,"the indicator has computed nothing in "+IntegerToString(INDICATOR_PATIENCE_MS/1000)+" s"));
   return(Refuse(fault,FAULT_PENDING,"the terminal is computing this indicator"));
  }

//--- Values of one buffer, oldest first: exactly as many bars as asked for up to the one that opened at `newest`, or
//--- PENDING. By its time a bar is found even if another one has just opened.
bool CIndicators::Copy(const int handle,const int buffer,const datetime newest,const int count,double &values[],SFault &fault)
  {
   ResetLastError();
   int copied=CopyBuffer(handle,buffer,newest,count,m_values);
   int error=GetLastError();
   if(copied<0 && error!=ERR_INDICATOR_DATA_NOT_FOUND)
      return(RefuseWith(fault,FAULT_INDICATOR_FAILED,error,"buffer "+IntegerToString(buffer)+" failed with error "+IntegerToString(error)));
   if(copied!=count)
      return(Refuse(fault,FAULT_PENDING,"the terminal is computing this indicator"));
   if(ArrayResize(values,count)!=count)
      return(OutOfMemory(fault));
   for(int i=0; i<count; i++)
      values[i]=(MathIsValidNumber(m_values[i]) ? m_values[i] : EMPTY_VALUE);
   return(true);
  }

string CIndicators::KeyOf(const SIndicatorParams &params) const
  {
   string key=params.symbol+"\n"+IntegerToString(params.timeframe)+"\n"+IntegerToString(params.type)+"\n"+params.custom;
   int count=ArraySize(params.inputs);
   for(int i=0; i<count; i++)
     {
      if(params.inputs[i].has_integer)
         key+="\ni"+IntegerToString(params.inputs[i].integer);
      if(params.inputs[i].has_real)
         key+="\nr"+StringFormat("%.17g",params.inputs[i].real);
      if(params.inputs[i].has_text)
         key+="\nt"+params.inputs[i].text;
     }
   return(key);
  }

int CIndicators::Find(const string key) const
  {
   for(int i=ArraySize(m_kept)-1; i>=0; i--)
     {
      if(m_kept[i].key==key)
         return(i);
     }
   return(-1);
  }

int CIndicators::Create(const string key,const SIndicatorParams &params,SFault &fault)
  {
   if(ArraySize(m_kept)==INDICATORS_KEPT)
      Drop(LeastUsed(m_kept));
   int at=ArraySize(m_kept);
   if(!FillInputs(params,m_inputs) || ArrayResize(m_kept,at+1,INDICATORS_KEPT)!=at+1)
     {
      OutOfMemory(fault);
      return(-1);
     }
   ResetLastError();
   ENUM_TIMEFRAMES timeframe=(ENUM_TIMEFRAMES)params.timeframe;
   int handle=IndicatorCreate(params.symbol,timeframe,(ENUM_INDICATOR)params.type,ArraySize(m_inputs),m_inputs);
   if(handle==INVALID_HANDLE)
     {
      int error=GetLastError();
      ArrayResize(m_kept,at);
      RefuseWith(fault,FAULT_INDICATOR_FAILED,error,"the terminal cannot create this indicator, error "+IntegerToString(error));
      return(-1);
     }
   m_kept[at].key=key;
   m_kept[at].handle=handle;
   m_kept[at].since=GetTickCount64();
   return(at);
  }

void CIndicators::Drop(const int at)
  {
   int last=ArraySize(m_kept)-1;
   if(at<0 || at>last)
      return;
   IndicatorRelease(m_kept[at].handle);
   m_kept[at]=m_kept[last];
   ArrayResize(m_kept,last);
  }

void CIndicators::Close(void)
  {
   while(ArraySize(m_kept)>0)
      Drop(ArraySize(m_kept)-1);
  }

#endif // MT5BRIDGE_INDICATORS_MQH
