#ifndef MT5BRIDGE_TOPICS_MQH
#define MT5BRIDGE_TOPICS_MQH
#include "Protocol.mqh"

//--- symbol topics that one epoch can number; each keeps its number when nobody watches it
#define MAX_SYMBOL_TOPICS 65536
#define TOPIC_BUCKETS 131072

enum ENUM_TOPIC_KIND
  {
   TOPIC_TICK,
   TOPIC_BOOK,
   TOPIC_BAR
  };

//--- what the name of a symbol topic says; the timeframe belongs to bars
struct STopic
  {
   ENUM_TOPIC_KIND   kind;
   string            symbol;
   ENUM_TIMEFRAMES   timeframe;
                     STopic(void)
     {
      kind=TOPIC_TICK;
      symbol="";
      timeframe=PERIOD_CURRENT;
     }
  };

//--- tick.SYMBOL, book.SYMBOL or bar.SYMBOL.TIMEFRAME; a symbol may hold dots, so only the first and last one separate
bool ParseTopic(const string name,STopic &topic)
  {
   int dot=StringFind(name,".");
   if(dot<0 || dot+1>=StringLen(name))
      return(false);
   string kind=StringSubstr(name,0,dot);
   string rest=StringSubstr(name,dot+1);
   topic.symbol=rest;
   topic.timeframe=PERIOD_CURRENT;
   topic.kind=(kind=="book" ? TOPIC_BOOK : TOPIC_TICK);
   if(kind=="tick" || kind=="book")
      return(true);
   if(kind!="bar")
      return(false);
   int last=StringLen(rest)-1;
   while(last>0 && StringGetCharacter(rest,last)!='.')
      last--;
   if(last<=0)
      return(false);
   int timeframe=TimeframeOf(StringSubstr(rest,last+1));
   topic.kind=TOPIC_BAR;
   topic.symbol=StringSubstr(rest,0,last);
   topic.timeframe=(ENUM_TIMEFRAMES)timeframe;
   return(timeframe!=0);
  }

//+------------------------------------------------------------------+
//| Numbers the events: gapless for each topic within one epoch.     |
//| A topic has a place for as long as the epoch lasts; those of the |
//| plain topics are PLAIN_TOPIC_*.                                  |
//+------------------------------------------------------------------+
class CTopics
  {
private:
   long              m_epoch;
   string            m_names[];
   long              m_seqs[];
   int               m_buckets[];

   uint              BucketOf(const string name) const;

public:
                     CTopics(void);
   void              Reset(const long epoch);
   long              Epoch(void) const;
   int               Total(void) const;
   int               Find(const string name) const;
   int               Add(const string name);
   string            Name(const int place) const;
   long              Seq(const int place) const;
   long              SeqOf(const string name) const;
   void              Count(const int place,const long events);
  };

CTopics::CTopics(void)
  {
   m_epoch=0;
  }

//--- a new epoch: every topic begins with number 1 again
void CTopics::Reset(const long epoch)
  {
   m_epoch=epoch;
   ArrayResize(m_names,0);
   ArrayResize(m_seqs,0);
   if(ArrayResize(m_buckets,TOPIC_BUCKETS)==TOPIC_BUCKETS)
      ArrayInitialize(m_buckets,-1);
   for(int i=0; i<PLAIN_TOPICS; i++)
      Add(PlainTopicName(i));
  }

long CTopics::Epoch(void) const
  {
   return(m_epoch);
  }

int CTopics::Total(void) const
  {
   return(ArraySize(m_names));
  }

//--- where a name is, or would be: the buckets behind its hash are searched in turn, and half of them stay empty
uint CTopics::BucketOf(const string name) const
  {
   uint hash=2166136261;
   int length=StringLen(name);
   for(int i=0; i<length; i++)
      hash=(hash^(uint)StringGetCharacter(name,i))*16777619;
   uint bucket=hash%TOPIC_BUCKETS;
   while(m_buckets[bucket]>=0 && m_names[m_buckets[bucket]]!=name)
      bucket=(bucket+1)%TOPIC_BUCKETS;
   return(bucket);
  }

//--- place of a topic, -1 where there is none
int CTopics::Find(const string name) const
  {
   if(ArraySize(m_buckets)!=TOPIC_BUCKETS)
      return(-1);
   return(m_buckets[BucketOf(name)]);
  }

//--- place of a topic, given one if it has none; -1 when all are taken
int CTopics::Add(const string name)
  {
   if(ArraySize(m_buckets)!=TOPIC_BUCKETS)
      return(-1);
   uint bucket=BucketOf(name);
   if(m_buckets[bucket]>=0)
      return(m_buckets[bucket]);
   int place=ArraySize(m_names);
   if(place>=PLAIN_TOPICS+MAX_SYMBOL_TOPICS)
      return(-1);
   if(ArrayResize(m_names,place+1,256)!=place+1 || ArrayResize(m_seqs,place+1,256)!=place+1)
      return(-1);
   m_names[place]=name;
   m_seqs[place]=0;
   m_buckets[bucket]=place;
   return(place);
  }

string CTopics::Name(const int place) const
  {
   if(place<0 || place>=ArraySize(m_names))
      return("");
   return(m_names[place]);
  }

//--- number of the last event; 0 before the first
long CTopics::Seq(const int place) const
  {
   if(place<0 || place>=ArraySize(m_seqs))
      return(0);
   return(m_seqs[place]);
  }

long CTopics::SeqOf(const string name) const
  {
   return(Seq(Find(name)));
  }

//--- numbers events, sent or lost: what is lost shows as a gap
void CTopics::Count(const int place,const long events)
  {
   if(place>=0 && place<ArraySize(m_seqs))
      m_seqs[place]+=events;
  }

#endif // MT5BRIDGE_TOPICS_MQH
