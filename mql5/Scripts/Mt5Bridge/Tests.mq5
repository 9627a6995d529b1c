//+------------------------------------------------------------------+
//| Checks the parts of mt5-bridge that need no bridge. Drop it on a |
//| chart; the last line in the log is `N passed, N failed`.         |
//+------------------------------------------------------------------+
#property copyright "mt5-bridge, MIT licence"
#property version   "0.10"

#include <Mt5Bridge/Tests/GuardTests.mqh>
#include <Mt5Bridge/Tests/JournalTests.mqh>
#include <Mt5Bridge/Tests/MessagesTests.mqh>
#include <Mt5Bridge/Tests/PanelTests.mqh>
#include <Mt5Bridge/Tests/ReadsTests.mqh>
#include <Mt5Bridge/Tests/StreamsTests.mqh>
#include <Mt5Bridge/Tests/TradeTests.mqh>

void OnStart(void)
  {
   CTestRun run;
   TestMessages(run);
   TestReads(run);
   TestGuard(run);
   TestJournal(run);
   TestTrade(run);
   TestStreams(run);
   TestPanel(run);
   run.Finish();
  }
