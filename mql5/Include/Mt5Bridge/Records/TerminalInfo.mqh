#ifndef MT5BRIDGE_RECORDS_TERMINAL_INFO_MQH
#define MT5BRIDGE_RECORDS_TERMINAL_INFO_MQH
#include "../Messages.mqh"

//--- what may change while the terminal runs: terminal_info and a status event tell it alike
template<typename T>
void FillTerminalState(T &record)
  {
   record.connected=(TerminalInfoInteger(TERMINAL_CONNECTED)!=0);
   record.trade_allowed=(TerminalInfoInteger(TERMINAL_TRADE_ALLOWED)!=0);
   record.expert_trade_allowed=(MQLInfoInteger(MQL_TRADE_ALLOWED)!=0);
   record.ping_last_us=(long)MathMax(0,TerminalInfoInteger(TERMINAL_PING_LAST));
  }

void FillTerminalInfo(STerminalInfo &record)
  {
   FillTerminalState(record);
   record.name=TerminalInfoString(TERMINAL_NAME);
   record.company=TerminalInfoString(TERMINAL_COMPANY);
   record.build=(long)TerminalInfoInteger(TERMINAL_BUILD);
   record.language=TerminalInfoString(TERMINAL_LANGUAGE);
   record.path=TerminalInfoString(TERMINAL_PATH);
   record.data_path=TerminalInfoString(TERMINAL_DATA_PATH);
   record.retransmission=TerminalInfoDouble(TERMINAL_RETRANSMISSION);
   record.maxbars=(long)TerminalInfoInteger(TERMINAL_MAXBARS);
   record.dlls_allowed=(MQLInfoInteger(MQL_DLLS_ALLOWED)!=0);
  }

#endif // MT5BRIDGE_RECORDS_TERMINAL_INFO_MQH
