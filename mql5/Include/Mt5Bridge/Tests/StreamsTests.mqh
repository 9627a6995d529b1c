#ifndef MT5BRIDGE_STREAMSTESTS_MQH
#define MT5BRIDGE_STREAMSTESTS_MQH
#include "TestRun.mqh"
#include "../Streams.mqh"

//--- what was published here: topic and number, in order
string g_published[];
CMsgReader g_event;

//--- number of the event in a frame, -1 where it has none
long NumberOfEvent(const CMsgWriter &payload)
  {
   if(ArrayCopy(g_event.m_data,payload.m_data,0,0,payload.m_size)!=payload.m_size || !g_event.Open(payload.m_size))
      return(-1);
   return(g_event.IntAt(g_event.Find(g_event.Root(),"s")));
  }

bool PublishFrames(const string topic,CMsgWriter &payload)
  {
   int size=ArraySize(g_published);
   if(ArrayResize(g_published,size+1,256)!=size+1)
      return(false);
   g_published[size]=topic+" "+IntegerToString(NumberOfEvent(payload));
   return(true);
  }

string Published(const int at)
  {
   if(at<0 || at>=ArraySize(g_published))
      return("");
   return(g_published[at]);
  }

void TestTopics(CTestRun &run)
  {
   run.Begin("topics");
   STopic topic;
   run.Check(ParseTopic("tick.EURUSD.m",topic) && topic.kind==TOPIC_TICK && topic.symbol=="EURUSD.m","ticks of a symbol with a dot");
   run.Check(ParseTopic("book.#AAPL",topic) && topic.kind==TOPIC_BOOK && topic.symbol=="#AAPL","a book");
   run.Check(ParseTopic("bar.X.M1.H4",topic) && topic.kind==TOPIC_BAR && topic.symbol=="X.M1" && topic.timeframe==PERIOD_H4,"bars of a symbol with a timeframe in it");
   run.Check(ParseTopic("tick..US500",topic) && topic.symbol==".US500","a symbol that begins with a dot");
   string none[]={"",".","tick","tick.","book.","bar.EURUSD","bar.EURUSD.","bar..M1","bar.EURUSD.M7","bar.M1","x.EURUSD","TICK.X","account"};
   for(int i=0; i<ArraySize(none); i++)
      run.Check(!ParseTopic(none[i],topic),"no topic: "+none[i]);

   CTopics topics;
   run.EqualLong(topics.Add("tick.A"),-1,"no place before the first epoch");
   topics.Reset(77);
   run.EqualLong(topics.Epoch(),77,"epoch");
   run.EqualLong(topics.Find("trade"),PLAIN_TOPIC_TRADE,"place of a plain topic");
   run.EqualLong(topics.Find("tick.A"),-1,"place of an unknown topic");
   int place=topics.Add("tick.A");
   run.EqualLong(topics.Add("tick.A"),place,"a topic keeps its place");
   for(int i=0; i<3000; i++)
      topics.Add("bar.SYMBOL"+IntegerToString(i)+".M1");
   run.EqualLong(topics.Total(),PLAIN_TOPICS+3001,"places");
   run.EqualLong(topics.Find("tick.A"),place,"found among many");
   run.EqualText(topics.Name(topics.Find("bar.SYMBOL2999.M1")),"bar.SYMBOL2999.M1","name of a place");
   topics.Count(place,1);
   topics.Count(place,4);
   run.EqualLong(topics.SeqOf("tick.A"),5,"number of the last event");
   run.EqualLong(topics.SeqOf("tick.B"),0,"number of no event");
   topics.Reset(78);
   run.EqualLong(topics.SeqOf("tick.A"),0,"a new epoch begins anew");
  }

void TestWatches(CTestRun &run)
  {
   run.Begin("watches");
   CWatches watches;
   watches.Reset(5000);
   int ended[];
   run.Check(watches.Renew(1,1000) && watches.Renew(2,2000),"two leases");
   run.Check(watches.Add(1,10) && watches.Add(2,10) && watches.Add(2,11) && watches.Add(2,11),"topics of both");
   run.Check(watches.IsWatched(10) && watches.IsWatched(11) && !watches.IsWatched(12) && !watches.IsWatched(9),"watched topics");
   run.Check(!watches.Remove(1,11) && watches.IsWatched(11),"a client ends only its own watches");
   run.Check(!watches.Remove(1,10) && watches.IsWatched(10),"a topic lasts while one client is left");
   run.Check(!watches.Remove(1,10),"ended twice");
   run.Check(watches.Remove(2,10) && !watches.IsWatched(10),"the last one ends it");
   run.Check(watches.Add(1,10) && watches.Add(1,12),"watched again, in the place of freed ones");
   run.EqualLong(watches.Expire(6000,ended),0,"nothing ends at the end of a lease");
   run.EqualLong(watches.Expire(6001,ended),2,"the first lease has ended");
   run.Check(!watches.IsWatched(10) && !watches.IsWatched(12) && watches.IsWatched(11),"with its topics");
   run.Check(watches.Renew(2,6500),"renewed");
   run.EqualLong(watches.Expire(7001,ended),0,"a renewed lease goes on");
   run.EqualLong(watches.Expire(11501,ended),1,"and ends");
   run.EqualLong(ended[0],11,"the topic that ended");
   bool room=true;
   for(int i=0; i<MAX_WATCHERS; i++)
      room=(watches.Renew(1000+i,0) && room);
   run.Check(room && !watches.Renew(5,0) && watches.Renew(1000,0),"no more clients than there is room for");
  }

MqlTick TickOf(const long time_msc,const double bid)
  {
   MqlTick tick={};
   tick.time_msc=time_msc;
   tick.time=(datetime)(time_msc/1000);
   tick.bid=bid;
   tick.flags=TICK_FLAG_BID;
   return(tick);
  }

//--- What one look at a symbol would send: it sees `available` ticks of a history, and asks for some more than it has told of
//--- the cursor's millisecond. The bids that are sent are appended to `sent`.
void LookAt(STickCursor &cursor,const MqlTick &history[],const int available,const int at_once,string &sent)
  {
   MqlTick found[];
   int count=0;
   for(int i=0; i<available && count<cursor.told+at_once; i++)
     {
      if(history[i].time_msc<cursor.msc || ArrayResize(found,count+1,16)!=count+1)
         continue;
      found[count]=history[i];
      count++;
     }
   int known=cursor.Known(found,count);
   cursor.Tell(found,known,count);
   for(int i=known; i<count; i++)
      sent+=IntegerToString((int)found[i].bid)+" ";
  }

void TestTickCursor(CTestRun &run)
  {
   run.Begin("tick cursor");
   //--- six ticks share a millisecond, two of them alike
   long times[]={100,101,101,101,101,101,101,102,103,103};
   double bids[]={1,2,3,3,4,5,6,7,8,9};
   MqlTick history[];
   int total=ArraySize(times);
   if(ArrayResize(history,total)!=total)
      return;
   for(int i=0; i<total; i++)
      history[i]=TickOf(times[i],bids[i]);

   //--- whatever the looks find new, and whatever one look may send
   for(int step=1; step<=total; step++)
     {
      for(int at_once=1; at_once<=total; at_once++)
        {
         STickCursor cursor;
         cursor.BeginAt(100);
         string sent="";
         for(int available=0; available<total; available+=step)
            LookAt(cursor,history,available,at_once,sent);
         for(int i=0; i<=total; i++)
            LookAt(cursor,history,total,at_once,sent);
         run.EqualText(sent,"1 2 3 3 4 5 6 7 8 9 ","every tick once, "+IntegerToString(step)+" a look, "+IntegerToString(at_once)+" at once");
        }
     }

   STickCursor behind;
   behind.BeginBehind(history[4]);
   string later="";
   LookAt(behind,history,5,100,later);
   run.EqualText(later,"","nothing behind the newest tick");
   LookAt(behind,history,total,100,later);
   run.EqualText(later,"5 6 7 8 9 ","what comes behind it, in the same millisecond too");

   STickCursor twin;
   twin.BeginBehind(history[2]);
   string twins="";
   LookAt(twin,history,3,100,twins);
   LookAt(twin,history,4,100,twins);
   run.EqualText(twins,"3 ","a tick that is alike counts as a new one");

   STickCursor shorter;
   shorter.BeginAt(101);
   string once="";
   LookAt(shorter,history,6,100,once);
   LookAt(shorter,history,3,100,once);
   LookAt(shorter,history,8,100,once);
   run.EqualText(once,"2 3 3 4 5 6 7 ","a history that was shorter for a while");

   STickCursor none;
   none.BeginAt(0);
   run.Check(!none.IsBegun(),"without a tick there is nothing to begin with");
  }

void TestTradeRing(CTestRun &run)
  {
   run.Begin("trade ring");
   ArrayResize(g_published,0);
   CPublisher publisher;
   publisher.Reset(5);
   CTradeRing ring;
   MqlTradeTransaction transaction={};
   ring.Push(transaction);
   run.EqualLong(publisher.SeqOf("trade"),0,"nothing is sent before the flush");
   ring.Push(transaction);
   ring.Flush(publisher);
   ring.Flush(publisher);
   run.EqualLong(ArraySize(g_published),2,"each once");
   run.EqualText(Published(0)+", "+Published(1),"trade 1, trade 2","in order");
   for(int i=0; i<TRADE_RING+3; i++)
      ring.Push(transaction);
   ring.Flush(publisher);
   run.EqualLong(ArraySize(g_published),2+TRADE_RING,"what the ring holds");
   ring.Push(transaction);
   ring.Flush(publisher);
   run.EqualText(Published(ArraySize(g_published)-1),"trade "+IntegerToString(TRADE_RING+6),"what was lost is a gap behind it");
   run.EqualLong(publisher.SeqOf("trade"),TRADE_RING+6,"and counts in heartbeats");
  }

void TestTold(CTestRun &run)
  {
   run.Begin("told");
   CTold told;
   told.Begin();
   run.Check(!told.IsStateNew() && !told.AreFiguresNew(),"nothing is as nothing was");
   told.m_state.Text("open");
   told.Figure(1.5);
   told.Figure(2.5);
   run.Check(told.IsStateNew() && told.AreFiguresNew() && told.IsFigureNew(1),"something is new");
   told.Keep();
   told.Begin();
   told.m_state.Text("open");
   told.Figure(1.5);
   told.Figure(2.5);
   run.Check(!told.IsStateNew() && !told.AreFiguresNew(),"the same is not");
   told.Begin();
   told.m_state.Text("oden");
   told.Figure(1.5);
   told.Figure(3.5);
   run.Check(told.IsStateNew() && told.AreFiguresNew() && !told.IsFigureNew(0) && told.IsFigureNew(1),"another state, another figure");
   told.Keep();
   told.Begin();
   run.Check(told.IsStateNew() && told.AreFiguresNew(),"what is gone is new, too");
  }

void TestBarTimes(CTestRun &run)
  {
   run.Begin("bar times");
   //--- 2024.02.29 was a Thursday
   datetime time=D'2024.02.29 13:47:12';
   run.EqualLong((long)BarStart(PERIOD_M1,time),(long)D'2024.02.29 13:47:00',"minute");
   run.EqualLong((long)BarStart(PERIOD_H4,time),(long)D'2024.02.29 12:00:00',"four hours");
   run.EqualLong((long)BarStart(PERIOD_D1,time),(long)D'2024.02.29 00:00:00',"day");
   run.EqualLong((long)BarStart(PERIOD_W1,time),(long)D'2024.02.25 00:00:00',"week");
   run.EqualLong((long)BarStart(PERIOD_W1,D'2024.02.25 00:00:00'),(long)D'2024.02.25 00:00:00',"a week's first second");
   run.EqualLong((long)BarStart(PERIOD_MN1,time),(long)D'2024.02.01 00:00:00',"month");
   run.EqualLong((long)NextBarStart(PERIOD_MN1,D'2024.02.01 00:00:00'),(long)D'2024.03.01 00:00:00',"month behind a short one");
   run.EqualLong((long)NextBarStart(PERIOD_MN1,D'2024.12.01 00:00:00'),(long)D'2025.01.01 00:00:00',"month behind a long one");
   run.EqualLong((long)NextBarStart(PERIOD_W1,D'2024.02.25 00:00:00'),(long)D'2024.03.03 00:00:00',"next week");
   run.EqualLong((long)NextBarStart(PERIOD_M15,D'2024.02.29 23:45:00'),(long)D'2024.03.01 00:00:00',"next quarter of an hour");
  }

void TestStreams(CTestRun &run)
  {
   TestTopics(run);
   TestWatches(run);
   TestTickCursor(run);
   TestTradeRing(run);
   TestTold(run);
   TestBarTimes(run);
  }

#endif // MT5BRIDGE_STREAMSTESTS_MQH
