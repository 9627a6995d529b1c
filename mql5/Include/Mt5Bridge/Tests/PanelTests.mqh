#ifndef MT5BRIDGE_PANELTESTS_MQH
#define MT5BRIDGE_PANELTESTS_MQH
#include "../Panel.mqh"
#include "TestRun.mqh"

void TestPanel(CTestRun &run)
  {
   run.Begin("lines of the panel");
   run.EqualLong(LineEnd("",5),0,"nothing");
   run.EqualLong(LineEnd("a line",6),6,"what fits");
   run.EqualLong(LineEnd("two lines",6),3,"a break between words");
   run.EqualLong(LineEnd("seven words",5),5,"a blank behind the last letter");
   run.EqualLong(LineEnd("tcp://127.0.0.1:5555",6),6,"a word that is too long");
   run.EqualLong(LineEnd(" line",3),3,"a blank in front is no end");
  }

#endif // MT5BRIDGE_PANELTESTS_MQH
