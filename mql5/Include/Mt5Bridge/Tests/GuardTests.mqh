#ifndef MT5BRIDGE_GUARDTESTS_MQH
#define MT5BRIDGE_GUARDTESTS_MQH
#include "../Guard.mqh"
#include "TestRun.mqh"

#define GUARD_TEST_FOLDER "Mt5Bridge\\tests-guard\\"

//--- what the guard answers; "" = allowed
string GuardSays(const CGuard &guard,const SSettings &settings,const SGuarded &guarded)
  {
   SFault fault;
   if(guard.Allows(settings,guarded,fault))
      return("");
   return(FaultCode(fault.code)+" "+fault.message);
  }

void SetTexts(string &list[],const string one,const string two)
  {
   ArrayResize(list,2);
   list[0]=one;
   list[1]=two;
  }

void TestGuardLimits(CTestRun &run)
  {
   run.Begin("guard");
   CGuard guard;
   SSettings settings;
   SGuarded order;
   order.Add("EURUSD",7);
   order.lots=0.5;
   run.EqualText(GuardSays(guard,settings,order),"GUARD_READ_ONLY "+FaultMessage(FAULT_GUARD_READ_ONLY),"inputs that nobody set");
   settings.read_only=false;
   run.EqualText(GuardSays(guard,settings,order),"","no limits");
   settings.max_lots=0.5;
   run.EqualText(GuardSays(guard,settings,order),"","as much as allowed");
   settings.max_lots=0.4;
   run.EqualText(GuardSays(guard,settings,order),"GUARD_VOLUME 0.5 lots are more than 0.4","more than allowed");
   ArrayResize(settings.allowed_magics,2);
   settings.allowed_magics[0]=1;
   settings.allowed_magics[1]=ULONG_MAX;
   run.EqualText(GuardSays(guard,settings,order),"GUARD_MAGIC magic number 7 is not one of 1, 18446744073709551615","a foreign magic number");
   SetTexts(settings.allowed_symbols,"XAUUSD","GBPUSD");
   run.EqualText(GuardSays(guard,settings,order),"GUARD_SYMBOL EURUSD is not one of XAUUSD, GBPUSD","a symbol that is not allowed");
   SGuarded two;
   two.Add("GBPUSD",1);
   two.Add("GBPUSD",2);
   run.EqualText(GuardSays(guard,settings,two),"GUARD_MAGIC magic number 2 is not one of 1, 18446744073709551615","the second of two");
   two.magic[1]=ULONG_MAX;
   run.EqualText(GuardSays(guard,settings,two),"","both allowed");
  }

void TestGuardButton(CTestRun &run)
  {
   run.Begin("stop button");
   SSettings settings;
   settings.read_only=false;
   SGuarded nothing;
   CGuard guard;
   guard.Start(GUARD_TEST_FOLDER);
   run.Check(guard.SetStopped(false) && !guard.IsStopped(),"begins without a stop");
   run.Check(guard.SetStopped(true),"the stop is on disk");
   string stopped="GUARD_STOPPED "+FaultMessage(FAULT_GUARD_STOPPED);
   run.EqualText(GuardSays(guard,settings,nothing),stopped,"after the button");
   CGuard later;
   later.Start(GUARD_TEST_FOLDER);
   run.EqualText(GuardSays(later,settings,nothing),stopped,"after a restart");
   run.Check(later.SetStopped(false),"the stop is lifted");
   run.EqualText(GuardSays(later,settings,nothing),"","after the button again");
   guard.Start(GUARD_TEST_FOLDER);
   run.EqualText(GuardSays(guard,settings,nothing),"","and after a restart");
  }

void TestGuardUnsaved(CTestRun &run)
  {
   run.Begin("stop button that the disk does not follow");
   CGuard guard;
   run.Check(!guard.SetStopped(true) && guard.IsStopped(),"pressed before there is an account, it stops");
   guard.Start(GUARD_TEST_FOLDER);
   run.Check(guard.IsStopped(),"and still does with the account");
   CGuard later;
   later.Start(GUARD_TEST_FOLDER);
   run.Check(later.IsStopped(),"where it is on disk now");
   run.Check(later.SetStopped(false) && !later.IsStopped(),"until the button is pressed again");
  }

void TestGuard(CTestRun &run)
  {
   TestGuardLimits(run);
   TestGuardButton(run);
   TestGuardUnsaved(run);
  }

#endif // MT5BRIDGE_GUARDTESTS_MQH
