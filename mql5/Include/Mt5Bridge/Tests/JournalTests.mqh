#ifndef MT5BRIDGE_JOURNALTESTS_MQH
#define MT5BRIDGE_JOURNALTESTS_MQH
#include "../Journal.mqh"
#include "TestRun.mqh"

#define JOURNAL_TEST_FOLDER "Mt5Bridge\\tests-journal\\"
//--- each damage is a line in the log, so not every byte is damaged
#define DAMAGE_STRIDE 5

string JournalTestFile(const string name)
  {
   return(JOURNAL_TEST_FOLDER+name);
  }

void ClearJournal(void)
  {
   FileDelete(JournalTestFile(JOURNAL_FILE));
   FileDelete(JournalTestFile(JOURNAL_NEW_FILE));
   FileDelete(JournalTestFile(JOURNAL_DAMAGED_FILE));
   FileDelete(JournalTestFile(JOURNAL_LOCK_FILE));
  }

//--- the n-th request id of a test
string TestId(const int number)
  {
   return(RequestIdOf((ulong)number));
  }

//--- all bytes of a file; -1 where there is none
int LoadBytes(const string name,uchar &bytes[])
  {
   int file=FileOpen(name,FILE_READ|FILE_BIN);
   if(file==INVALID_HANDLE)
      return(-1);
   int size=(int)FileSize(file);
   ArrayResize(bytes,size);
   if(size>0)
      FileReadArray(file,bytes,0,size);
   FileClose(file);
   return(size);
  }

void SaveBytes(const string name,const uchar &bytes[],const int count)
  {
   int file=FileOpen(name,FILE_WRITE|FILE_BIN);
   if(file==INVALID_HANDLE)
      return;
   if(count>0)
      FileWriteArray(file,bytes,0,count);
   FileClose(file);
  }

bool BeginTest(CJournal &journal,const int number,const long now)
  {
   SFault fault;
   return(journal.Begin(TestId(number),OP_ORDER_SEND,"digest "+IntegerToString(number),now,fault));
  }

void TestAnswer(STradeResult &answer)
  {
   answer.retcode=10009;
   answer.deal=ULONG_MAX;
   answer.order=9007199254741001;
   answer.volume=0.1;
   answer.price=1.14275;
   answer.bid=1.14273;
   answer.comment="Request executed";
   answer.retcode_external=-5;
  }

//--- "not seen", "begun" or "answered", or the code of the refusal
string StateOf(CJournal &journal,const int number)
  {
   bool known=false;
   SJournaled found;
   SFault fault;
   if(!journal.Find(TestId(number),1,known,found,fault))
      return(FaultCode(fault.code));
   if(!known)
      return("not seen");
   if(found.digest!="digest "+IntegerToString(number) || found.operation!=OP_ORDER_SEND)
      return("another");
   return(found.answered ? "answered" : "begun");
  }

void TestJournalMemory(CTestRun &run)
  {
   run.Begin("journal");
   run.EqualText(RequestIdOf(RequestKey("0AZ9TRVWXY7K")),"0AZ9TRVWXY7K","an id as a number and back");
   ClearJournal();
   CJournal journal;
   SFault fault;
   run.Check(journal.Start(JOURNAL_TEST_FOLDER,100,1000),"starts without a file");
   run.EqualText(StateOf(journal,1),"not seen","before");
   run.Check(BeginTest(journal,1,1001),"begins");
   run.EqualText(StateOf(journal,1),"begun","after the begin");
   STradeResult answer;
   TestAnswer(answer);
   run.Check(journal.Answer(TestId(1),answer,fault),"answers");
   run.Check(BeginTest(journal,2,1002),"begins another");
   run.Check(!journal.Answer(TestId(3),answer,fault) && fault.code==FAULT_JOURNAL_FAILED,"refuses an answer to what was not begun");
   //--- the same before and after a restart
   for(int round=0; round<2; round++)
     {
      bool known=false;
      SJournaled found;
      run.Check(journal.Find(TestId(1),5000,known,found,fault) && known && found.answered,"finds the answered one");
      run.EqualLong(found.answer.retcode,10009,"retcode");
      run.Check(found.answer.deal==answer.deal && found.answer.order==answer.order,"tickets");
      run.EqualReal(found.answer.volume,0.1,"volume");
      run.EqualReal(found.answer.price,1.14275,"price");
      run.EqualReal(found.answer.ask,0.0,"ask");
      run.EqualText(found.answer.comment,"Request executed","comment");
      run.EqualLong(found.answer.retcode_external,-5,"external code");
      run.EqualText(StateOf(journal,2),"begun","the other");
      run.EqualLong(journal.Since(),1000,"since");
      run.EqualLong(journal.Newest(),1002,"newest");
      journal.Start(JOURNAL_TEST_FOLDER,100,5000);
     }
   run.Check(BeginTest(journal,4,900),"begins while the clock is behind");
   run.EqualLong(journal.Newest(),1002,"time does not go back");
  }

void TestJournalKeeps(CTestRun &run)
  {
   run.Begin("journal keeps the newest");
   ClearJournal();
   CJournal journal;
   journal.Start(JOURNAL_TEST_FOLDER,3,1000);
   for(int i=1; i<=3; i++)
      BeginTest(journal,i,1009+i);
   run.EqualLong(journal.Since(),1000,"since, with room left");
   BeginTest(journal,4,1020);
   run.EqualText(StateOf(journal,1),"not seen","the oldest");
   run.EqualLong(journal.Since(),1011,"since, one later than what was forgotten");
   journal.Start(JOURNAL_TEST_FOLDER,3,9999);
   BeginTest(journal,5,1030);
   string states="";
   for(int i=2; i<=5; i++)
      states+=StateOf(journal,i)+" ";
   run.EqualText(states,"not seen begun begun begun ","after a restart");
   run.EqualLong(journal.Since(),1012,"since, after a restart");
   run.Check(BeginTest(journal,1,1040),"a forgotten id can begin again");
   run.EqualText(StateOf(journal,1),"begun","the forgotten one");
  }

void TestJournalIsWrittenAnew(CTestRun &run)
  {
   run.Begin("journal is written anew");
   ClearJournal();
   CJournal journal;
   SFault fault;
   STradeResult answer;
   TestAnswer(answer);
   journal.Start(JOURNAL_TEST_FOLDER,10,1000);
   uchar bytes[];
   int longest=0;
   for(int i=1; i<=1000; i++)
     {
      BeginTest(journal,i,1000+i);
      if(i%3!=0)
         journal.Answer(TestId(i),answer,fault);
      if(i%20!=0)
         continue;
      journal.Stop();
      longest=MathMax(longest,LoadBytes(JournalTestFile(JOURNAL_FILE),bytes));
      journal.Start(JOURNAL_TEST_FOLDER,10,9999);
     }
   run.Check(longest>0 && longest<20*400,"the file stays short: "+IntegerToString(longest)+" bytes");
   run.EqualLong(journal.Since(),1991,"since");
   bool right=(StateOf(journal,990)=="not seen");
   for(int i=991; i<=1000; i++)
      right=(right && StateOf(journal,i)==(i%3==0 ? "begun" : "answered"));
   run.Check(right,"the newest ten are as they were");
   run.Check(!FileIsExist(JournalTestFile(JOURNAL_NEW_FILE)) && !FileIsExist(JournalTestFile(JOURNAL_DAMAGED_FILE)),"nothing is left beside it");
   //--- the end came before the new file had its place
   journal.Stop();
   int size=LoadBytes(JournalTestFile(JOURNAL_FILE),bytes);
   SaveBytes(JournalTestFile(JOURNAL_NEW_FILE),bytes,size/2);
   journal.Start(JOURNAL_TEST_FOLDER,10,9999);
   run.EqualText(StateOf(journal,1000),"answered","with half a new file beside it");
   run.EqualLong(journal.Since(),1991,"since, with half a new file beside it");
   journal.Stop();
   FileMove(JournalTestFile(JOURNAL_FILE),0,JournalTestFile(JOURNAL_NEW_FILE),FILE_REWRITE);
   journal.Start(JOURNAL_TEST_FOLDER,10,9999);
   run.EqualText(StateOf(journal,1000),"answered","with the new file alone");
   run.EqualLong(journal.Since(),1991,"since, with the new file alone");
  }

//--- A file that ends anywhere within its last record, or has a wrong byte anywhere: the records before count, and nothing
//--- is claimed of the time before now.
void TestJournalDamage(CTestRun &run)
  {
   run.Begin("damaged journal");
   ClearJournal();
   CJournal journal;
   SFault fault;
   STradeResult answer;
   TestAnswer(answer);
   journal.Start(JOURNAL_TEST_FOLDER,100,1000);
   BeginTest(journal,1,1001);
   journal.Answer(TestId(1),answer,fault);
   journal.Stop();
   uchar bytes[];
   int whole=LoadBytes(JournalTestFile(JOURNAL_FILE),bytes);
   journal.Start(JOURNAL_TEST_FOLDER,100,1000);
   BeginTest(journal,2,1002);
   journal.Stop();
   int size=LoadBytes(JournalTestFile(JOURNAL_FILE),bytes);
   run.Check(whole>0 && size>whole,"two requests are on disk");
   if(size<=whole)
      return;
   int wrong=0;
   for(int cut=whole; cut<size+size; cut+=DAMAGE_STRIDE)
     {
      bool shortened=(cut<size);
      int at=(shortened ? cut : whole+(cut-size)%(size-whole));
      ClearJournal();
      if(!shortened)
         bytes[at]=(uchar)(bytes[at]^1);
      SaveBytes(JournalTestFile(JOURNAL_FILE),bytes,shortened ? cut : size);
      if(!shortened)
         bytes[at]=(uchar)(bytes[at]^1);
      bool clean=(cut==whole);
      bool started=journal.Start(JOURNAL_TEST_FOLDER,100,7000);
      bool right=(started && StateOf(journal,1)=="answered" && StateOf(journal,2)=="not seen");
      right=(right && journal.Since()==(clean ? 1000 : 7000));
      right=(right && FileIsExist(JournalTestFile(JOURNAL_DAMAGED_FILE))!=clean);
      //--- mended, it goes on and says the same at the next start
      right=(right && BeginTest(journal,3,7001) && journal.Start(JOURNAL_TEST_FOLDER,100,8000));
      right=(right && StateOf(journal,1)=="answered" && StateOf(journal,3)=="begun" && journal.Since()==(clean ? 1000 : 7000));
      journal.Stop();
      if(!right)
         wrong++;
     }
   run.EqualLong(wrong,0,"damages of the last record that were taken wrongly");
   wrong=0;
   for(int at=0; at<whole; at+=DAMAGE_STRIDE)
     {
      ClearJournal();
      bytes[at]=(uchar)(bytes[at]^1);
      SaveBytes(JournalTestFile(JOURNAL_FILE),bytes,size);
      bytes[at]=(uchar)(bytes[at]^1);
      if(!journal.Start(JOURNAL_TEST_FOLDER,100,7000) || StateOf(journal,2)!="not seen" || journal.Since()!=7000)
         wrong++;
      journal.Stop();
     }
   run.EqualLong(wrong,0,"damages in front that were taken wrongly");
   ClearJournal();
   SaveBytes(JournalTestFile(JOURNAL_FILE),bytes,0);
   run.Check(journal.Start(JOURNAL_TEST_FOLDER,100,7000) && journal.Since()==7000,"an empty file");
   journal.Stop();
   ClearJournal();
   for(int i=0; i<size; i++)
      bytes[i]=0;
   SaveBytes(JournalTestFile(JOURNAL_FILE),bytes,size);
   run.Check(journal.Start(JOURNAL_TEST_FOLDER,100,7000) && journal.Since()==7000 && BeginTest(journal,1,7001),"a file of zeros");
  }

void TestJournalIsAlone(CTestRun &run)
  {
   run.Begin("journal in use");
   ClearJournal();
   CJournal first;
   CJournal second;
   first.Start(JOURNAL_TEST_FOLDER,100,1000);
   BeginTest(first,1,1001);
   run.Check(!second.Start(JOURNAL_TEST_FOLDER,100,1000),"a second one does not start");
   run.EqualText(StateOf(second,1),"JOURNAL_FAILED","what the second one knows");
   run.Check(!BeginTest(second,2,1002),"the second one begins nothing");
   run.Check(BeginTest(first,3,1003),"the first one goes on");
   first.Stop();
   run.EqualText(StateOf(second,3),"begun","the second one, once the first has ended");
   run.EqualText(StateOf(first,3),"JOURNAL_FAILED","the first one then");
  }

void TestJournalOfAnother(CTestRun &run)
  {
   run.Begin("journal of another version");
   ClearJournal();
   CMsgWriter head;
   head.Map(1);
   head.Key("journal");
   head.Int(JOURNAL_LAYOUT+1);
   CJournalFile file;
   file.Create(JournalTestFile(JOURNAL_FILE));
   file.Append(head);
   file.Close();
   uchar before[];
   uchar after[];
   int size=LoadBytes(JournalTestFile(JOURNAL_FILE),before);
   CJournal journal;
   run.Check(size>0 && !journal.Start(JOURNAL_TEST_FOLDER,100,1000) && !BeginTest(journal,1,1001),"is not used");
   journal.Stop();
   run.EqualLong(LoadBytes(JournalTestFile(JOURNAL_FILE),after),size,"and not touched");
  }

void TestJournal(CTestRun &run)
  {
   TestJournalMemory(run);
   TestJournalKeeps(run);
   TestJournalIsWrittenAnew(run);
   TestJournalDamage(run);
   TestJournalIsAlone(run);
   TestJournalOfAnother(run);
   ClearJournal();
  }

#endif // MT5BRIDGE_JOURNALTESTS_MQH
