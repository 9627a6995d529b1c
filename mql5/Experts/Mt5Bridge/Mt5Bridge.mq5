//+------------------------------------------------------------------+
//| mt5-bridge: lets a program outside read and trade this account.  |
//+------------------------------------------------------------------+
#property copyright   "mt5-bridge, MIT licence"
#property version     "0.10"
#property description "Connects this terminal with mt5-bridge over ZeroMQ."
#property description "Needs: libzmq.dll in MQL5\\Libraries, DLL imports allowed, algo trading on."
#property description "What the inputs forbid, no message can allow."

#include <Mt5Bridge/Pump.mqh>
#include <Mt5Bridge/Panel.mqh>

input group "Connection"
input string         InpCommandAddress="tcp://127.0.0.1:5555"; // Address for commands
input string         InpEventsAddress="tcp://127.0.0.1:5556";  // Address for events
input string         InpCurveSecretKey="";                     // Secret key (CURVE), empty = not encrypted
input string         InpCurveClientKeys="";                    // Public keys of clients, by commas
input group "Limits that no message can raise"
input bool           InpReadOnly=false;                        // Only read, never trade
input string         InpAllowedSymbols="";                     // Symbols that may be traded, by commas, empty = all
input double         InpMaxLots=0.0;                           // Largest order in lots, 0 = any
input string         InpAllowedMagic="";                       // Magic numbers that may be used, by commas, empty = all
input group "When every client has fallen silent"
input ENUM_DEAD_MAN  InpDeadMan=DEAD_MAN_NOTHING;              // What to do
input int            InpDeadManSeconds=60;                     // After so many seconds
input long           InpDeadManMagic=0;                        // Only what carries this magic number
input group "Pace"
input int            InpHeartbeatMs=1000;                      // Heartbeat, ms
input int            InpWatchLeaseMs=5000;                     // A watch ends unless renewed within, ms
input int            InpTimerMs=10;                            // Timer, ms
input int            InpPumpMs=40;                             // Waiting for requests at a time, ms
input bool           InpPhaseLock=true;                        // Fit the waiting to the timer
input group "Sizes"
input int            InpMaxRates=100000;                       // Most bars in one answer
input int            InpMaxTicks=1000000;                      // Most ticks in one answer
input int            InpMaxRecords=10000;                      // Most history records in one answer
input int            InpJournalKeep=20000;                     // Trade requests that are remembered
input group "Chart"
input bool           InpPanel=true;                            // Show the panel

CBridge g_bridge;
CPump   g_pump;
CPanel  g_panel;

//--- events go out at the bridge's socket
bool PublishFrames(const string topic,CMsgWriter &payload)
  {
   return(g_bridge.m_sockets.Publish(topic,payload));
  }

//--- the inputs as settings; `problem` tells what a person has to mend
bool ReadInputs(SSettings &settings,string &problem)
  {
   problem="";
   settings.command_address=InpCommandAddress;
   settings.events_address=InpEventsAddress;
   settings.curve_secret_key=InpCurveSecretKey;
   SplitList(InpCurveClientKeys,settings.curve_client_keys);
   settings.read_only=InpReadOnly;
   SplitList(InpAllowedSymbols,settings.allowed_symbols);
   settings.max_lots=InpMaxLots;
   settings.dead_man=InpDeadMan;
   settings.dead_man_seconds=InpDeadManSeconds;
   settings.dead_man_magic=(ulong)InpDeadManMagic;
   settings.heartbeat_ms=InpHeartbeatMs;
   settings.watch_lease_ms=InpWatchLeaseMs;
   settings.timer_ms=InpTimerMs;
   settings.pump_ms=InpPumpMs;
   settings.phase_lock=InpPhaseLock;
   settings.max_rates=InpMaxRates;
   settings.max_ticks=InpMaxTicks;
   settings.max_records=InpMaxRecords;
   settings.journal_keep=InpJournalKeep;
   settings.panel=InpPanel;
   if(!ParseMagics(InpAllowedMagic,settings.allowed_magics,problem))
      return(false);
   problem=SettingsProblem(settings);
   return(StringLen(problem)==0);
  }

//--- what keeps the program from working at all; said in the log and on the screen
int Refused(const string problem)
  {
   Print("mt5-bridge: ",problem);
   Alert("mt5-bridge: ",problem);
   return(INIT_PARAMETERS_INCORRECT);
  }

//--- libzmq of another age lacks what is used here
string LibraryProblem(void)
  {
   int major=0;
   int minor=0;
   int patch=0;
   zmq_version(major,minor,patch);
   if(major==4 && minor>=2)
      return("");
   string version=IntegerToString(major)+"."+IntegerToString(minor)+"."+IntegerToString(patch);
   return("libzmq.dll is version "+version+", 4.2 or newer is needed: put the one that came with mt5-bridge into MQL5\\Libraries");
  }

//--- whether only programs of this machine reach an address
bool IsLocal(const string address)
  {
   return(StringFind(address,"tcp://127.")==0 || StringFind(address,"tcp://localhost:")==0 || StringFind(address,"ipc://")==0);
  }

int OnInit(void)
  {
   if(MQLInfoInteger(MQL_DLLS_ALLOWED)==0)
      return(Refused("DLL imports are off: allow them in the settings of this expert advisor (tab Common), or in Tools, Options, Expert Advisors"));
   SSettings settings;
   string problem="";
   if(!ReadInputs(settings,problem))
      return(Refused(problem));
   problem=LibraryProblem();
   if(StringLen(problem)>0)
      return(Refused(problem));
   if(MQLInfoInteger(MQL_TRADE_ALLOWED)==0 || TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)==0)
      Print("mt5-bridge: algo trading is off, so every order will be refused: switch on the button Algo Trading, and \"Allow Algo Trading\" in the settings of this expert advisor");
   if(StringLen(settings.curve_secret_key)==0 && !(IsLocal(settings.command_address) && IsLocal(settings.events_address)))
      Print("mt5-bridge: other machines reach these addresses and nothing is encrypted: whoever does can trade here; set the keys, or listen at 127.0.0.1");
   g_bridge.Start(settings);
   g_pump.Configure(settings);
   g_panel.Open(settings.panel);
   if(!EventSetMillisecondTimer(settings.timer_ms))
      return(Refused("the terminal gives no timer, error "+IntegerToString(GetLastError())));
   return(INIT_SUCCEEDED);
  }

//--- within 2.5 s; over a change of the chart or of the inputs everything stays but what the inputs changed
void OnDeinit(const int reason)
  {
   EventKillTimer();
   g_panel.Close();
   if(reason!=REASON_CHARTCHANGE && reason!=REASON_PARAMETERS)
      g_bridge.Stop();
  }

void OnTimer(void)
  {
   g_bridge.Keep();
   g_pump.Run(g_bridge);
   g_panel.Show(g_bridge);
  }

void OnTick(void)
  {
   g_bridge.OnSlice();
   g_pump.Serve(g_bridge);
  }

void OnBookEvent(const string &symbol)
  {
   g_bridge.m_streams.OnBook(symbol);
   g_bridge.OnSlice();
   g_pump.Serve(g_bridge);
  }

void OnTradeTransaction(const MqlTradeTransaction &trans,const MqlTradeRequest &request,const MqlTradeResult &result)
  {
   g_bridge.m_streams.OnTradeTransaction(trans);
   g_bridge.OnSlice();
   g_pump.Serve(g_bridge);
  }

void OnChartEvent(const int id,const long &lparam,const double &dparam,const string &sparam)
  {
   g_panel.OnClick(id,sparam,g_bridge);
  }
