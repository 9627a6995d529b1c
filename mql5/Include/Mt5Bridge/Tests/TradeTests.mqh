#ifndef MT5BRIDGE_TRADETESTS_MQH
#define MT5BRIDGE_TRADETESTS_MQH
#include "../TradeValues.mqh"
#include "TestRun.mqh"

void TestNoise(CTestRun &run)
  {
   run.Begin("what floating point leaves of steps");
   run.EqualReal(WithoutNoise(0.30000000000000004,0.01,8),0.3,"0.1+0.2");
   run.EqualReal(WithoutNoise(1.1427499999999999,0.00001,5),1.14275,"a price");
   run.EqualReal(WithoutNoise(4512.25,0.25,2),4512.25,"a price on a wide grid");
   run.EqualReal(WithoutNoise(0.0133,0.01,8),0.0133,"a volume between two steps stays");
   run.EqualReal(WithoutNoise(1.142753,0.00001,5),1.142753,"a price between two steps stays");
   run.EqualReal(WithoutNoise(1e300,0.01,8),1e300,"what no step fits stays");
   run.EqualReal(WithoutNoise(-0.1,0.01,8),-0.1,"a negative one stays");
   run.EqualReal(WithoutNoise(0.0,0.01,8),0.0,"none stays none");
   run.EqualReal(WithoutNoise(0.000000001,0.001,3),0.000000001,"and no other one becomes none");
   run.EqualReal(WithoutNoise(0.1,0.0,8),0.1,"without a step");
  }

//--- the return code that is answered, or the code of the refusal
string OutcomeText(const uint retcode,const int error)
  {
   MqlTradeResult told;
   ZeroMemory(told);
   told.retcode=retcode;
   STradeResult result;
   SFault fault;
   if(OutcomeOf(told,error,"0123456789AB",result,fault))
      return(IntegerToString(result.retcode)+" "+result.comment);
   return(FaultCode(fault.code)+" "+fault.message);
  }

void TestOutcome(CTestRun &run)
  {
   run.Begin("what OrderSend says");
   run.EqualText(OutcomeText(10009,0),"10009 ","done");
   run.EqualText(OutcomeText(10014,ERR_TRADE_SEND_FAILED),"10014 ","refused with a return code");
   run.EqualText(OutcomeText(0,ERR_TRADE_DISABLED),"10027 not sent: error 4752 of the terminal","experts may not trade");
   run.EqualText(OutcomeText(0,ERR_INVALID_PARAMETER),"10013 not sent: error 4003 of the terminal","no request at all");
   string unknown="OUTCOME_UNKNOWN the terminal did not say what became of 0123456789AB (error ";
   run.EqualText(OutcomeText(0,ERR_TRADE_SEND_FAILED),unknown+"4756)","failed while sending");
   run.EqualText(OutcomeText(0,0),unknown+"0)","nothing at all");
  }

void TestTrade(CTestRun &run)
  {
   TestNoise(run);
   TestOutcome(run);
  }

#endif // MT5BRIDGE_TRADETESTS_MQH
