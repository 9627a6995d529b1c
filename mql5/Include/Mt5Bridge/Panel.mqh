#ifndef MT5BRIDGE_PANEL_MQH
#define MT5BRIDGE_PANEL_MQH
#include "Bridge.mqh"

#define PANEL_BACK "Mt5BridgeBack"
#define PANEL_LINE "Mt5BridgeLine"
#define PANEL_STOP "Mt5BridgeStop"
#define PANEL_LINES 8
//--- the terminal cuts a label there
#define PANEL_LINE_LENGTH 63
#define PANEL_REFRESH_US 500000

//--- how much of a text goes on a line: up to its last blank that fits, or as much as fits
int LineEnd(const string text,const int most)
  {
   int length=StringLen(text);
   if(length<=most)
      return(length);
   for(int i=most; i>0; i--)
     {
      if(StringGetCharacter(text,i)==' ')
         return(i);
     }
   return(most);
  }

//+------------------------------------------------------------------+
//| What a person at the chart sees: where the bridge listens, who   |
//| asked what, whether it may trade; and a button that stops that,  |
//| with or without the bridge outside.                              |
//+------------------------------------------------------------------+
class CPanel
  {
public:
                     CPanel(void);
   void              Open(const bool visible);
   void              Close(void);
   void              Show(CBridge &bridge);
   void              OnClick(const int id,const string object,CBridge &bridge);

private:
   bool              m_visible;
   ulong             m_shown_at;
   string            m_lines[];
   int               m_used;

   void              Write(const string text);
   void              Label(const int line,const string text);
   void              Button(const bool stopped);
  };

CPanel::CPanel(void)
  {
   m_visible=false;
   m_shown_at=0;
   m_used=0;
  }

void CPanel::Open(const bool visible)
  {
   m_visible=visible;
   m_shown_at=0;
   if(!visible || ArrayResize(m_lines,PANEL_LINES)!=PANEL_LINES)
      return;
   for(int i=0; i<PANEL_LINES; i++)
      m_lines[i]=" ";
   ObjectCreate(0,PANEL_BACK,OBJ_RECTANGLE_LABEL,0,0,0.0);
   ObjectSetInteger(0,PANEL_BACK,OBJPROP_XDISTANCE,8);
   ObjectSetInteger(0,PANEL_BACK,OBJPROP_YDISTANCE,24);
   ObjectSetInteger(0,PANEL_BACK,OBJPROP_XSIZE,420);
   ObjectSetInteger(0,PANEL_BACK,OBJPROP_YSIZE,24+PANEL_LINES*16+34);
   ObjectSetInteger(0,PANEL_BACK,OBJPROP_BGCOLOR,clrBlack);
   ObjectCreate(0,PANEL_STOP,OBJ_BUTTON,0,0,0.0);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_XDISTANCE,18);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_YDISTANCE,38+PANEL_LINES*16);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_XSIZE,150);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_YSIZE,26);
  }

void CPanel::Close(void)
  {
   ObjectsDeleteAll(0,"Mt5Bridge");
   ChartRedraw(0);
  }

//--- a text on the next lines, as many as it needs
void CPanel::Write(const string text)
  {
   string rest=text;
   while(m_used<PANEL_LINES && StringLen(rest)>0)
     {
      int end=LineEnd(rest,PANEL_LINE_LENGTH);
      Label(m_used,StringSubstr(rest,0,end));
      m_used++;
      rest=StringSubstr(rest,end);
      StringTrimLeft(rest);
     }
  }

void CPanel::Label(const int line,const string text)
  {
   if(m_lines[line]==text)
      return;
   string name=PANEL_LINE+IntegerToString(line);
   if(ObjectFind(0,name)<0)
     {
      ObjectCreate(0,name,OBJ_LABEL,0,0,0.0);
      ObjectSetInteger(0,name,OBJPROP_XDISTANCE,18);
      ObjectSetInteger(0,name,OBJPROP_YDISTANCE,32+line*16);
      ObjectSetInteger(0,name,OBJPROP_COLOR,clrWhite);
      ObjectSetInteger(0,name,OBJPROP_FONTSIZE,9);
     }
   ObjectSetString(0,name,OBJPROP_TEXT,text);
   m_lines[line]=text;
  }

void CPanel::Button(const bool stopped)
  {
   ObjectSetString(0,PANEL_STOP,OBJPROP_TEXT,stopped ? "Let it trade again" : "Stop trading");
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_BGCOLOR,stopped ? clrGreen : clrRed);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_COLOR,clrWhite);
   ObjectSetInteger(0,PANEL_STOP,OBJPROP_STATE,false);
  }

//--- twice a second at most, and only what changed
void CPanel::Show(CBridge &bridge)
  {
   ulong now=GetMicrosecondCount();
   if(!m_visible || (m_shown_at!=0 && now-m_shown_at<PANEL_REFRESH_US))
      return;
   m_shown_at=now;
   m_used=0;
   Write("mt5-bridge "+BRIDGE_VERSION+", protocol "+IntegerToString(PROTOCOL_VERSION));
   Write(bridge.Listening());
   Write(bridge.Callers());
   Write(bridge.LastRequest());
   Write(bridge.Trading());
   Write(bridge.Problem());
   //--- an empty text would show as the word "Label"
   for(int i=m_used; i<PANEL_LINES; i++)
      Label(i," ");
   Button(bridge.m_guard.IsStopped());
   ChartRedraw(0);
  }

void CPanel::OnClick(const int id,const string object,CBridge &bridge)
  {
   if(id!=CHARTEVENT_OBJECT_CLICK || object!=PANEL_STOP)
      return;
   bridge.StopTrading(!bridge.m_guard.IsStopped());
   m_shown_at=0;
   Show(bridge);
  }

#endif // MT5BRIDGE_PANEL_MQH
