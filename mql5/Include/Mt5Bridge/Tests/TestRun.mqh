#ifndef MT5BRIDGE_TESTRUN_MQH
#define MT5BRIDGE_TESTRUN_MQH

//+------------------------------------------------------------------+
//| Counts checks; each one that fails is a line in the log.         |
//+------------------------------------------------------------------+
class CTestRun
  {
public:
                     CTestRun(void);
   void              Begin(const string name);
   void              Check(const bool holds,const string what);
   void              EqualLong(const long actual,const long wanted,const string what);
   void              EqualReal(const double actual,const double wanted,const string what);
   void              EqualText(const string actual,const string wanted,const string what);
   int               Finish(void);

private:
   string            m_name;
   int               m_passed;
   int               m_failed;
  };

CTestRun::CTestRun(void)
  {
   m_name="";
   m_passed=0;
   m_failed=0;
  }

//--- name of what is checked from here on
void CTestRun::Begin(const string name)
  {
   m_name=name;
  }

void CTestRun::Check(const bool holds,const string what)
  {
   if(holds)
     {
      m_passed++;
      return;
     }
   m_failed++;
   Print("FAILED ",m_name,": ",what);
  }

void CTestRun::EqualLong(const long actual,const long wanted,const string what)
  {
   Check(actual==wanted,what+": "+IntegerToString(actual)+" instead of "+IntegerToString(wanted));
  }

//--- exactly the same number
void CTestRun::EqualReal(const double actual,const double wanted,const string what)
  {
   Check(actual==wanted,what+": "+StringFormat("%.17g",actual)+" instead of "+StringFormat("%.17g",wanted));
  }

void CTestRun::EqualText(const string actual,const string wanted,const string what)
  {
   Check(actual==wanted,what+": \""+actual+"\" instead of \""+wanted+"\"");
  }

//--- prints the sum; returns how many failed
int CTestRun::Finish(void)
  {
   Print(m_passed," passed, ",m_failed," failed");
   return(m_failed);
  }

#endif // MT5BRIDGE_TESTRUN_MQH
