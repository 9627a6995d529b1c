#ifndef MT5BRIDGE_JOURNAL_MQH
#define MT5BRIDGE_JOURNAL_MQH
#include "FileLock.mqh"
#include "JournalFile.mqh"
#include "JournalIndex.mqh"
#include "Messages.mqh"

//--- version of the file's layout
#define JOURNAL_LAYOUT 1
#define JOURNAL_FILE "journal"
//--- a journal being written anew, until it takes the place of the old one
#define JOURNAL_NEW_FILE "journal.new"
//--- the last journal that could not be read to its end, as it was
#define JOURNAL_DAMAGED_FILE "journal.damaged"
//--- open as long as the journal is in use, so that nobody else uses it
#define JOURNAL_LOCK_FILE "journal.lock"

//--- what is known of a trade request
struct SJournaled
  {
   int               operation;
   //--- of operation and arguments: the same request again has the same one
   string            digest;
   //--- false as long as the broker's answer is not known here
   bool              answered;
   STradeResult      answer;
                     SJournaled(void)
     {
      operation=0;
      digest="";
      answered=false;
     }
  };

//+------------------------------------------------------------------+
//| The terminal's own memory of trade requests: each is on disk     |
//| before the broker hears of it, and so is the answer before the   |
//| caller does. Records are MessagePack:                            |
//|   {journal, since, entries}     what the file began with         |
//|   {begin, t, op, digest}        about to be sent                 |
//|   {answer, result}              what the broker said             |
//| The newest `keep` requests are remembered. A new file takes the  |
//| place of one that is damaged or twice as long. What cannot be    |
//| read or written is JOURNAL_FAILED, tried again with the next     |
//| request.                                                         |
//+------------------------------------------------------------------+
class CJournal
  {
public:
                     CJournal(void);
                    ~CJournal(void);
   bool              Start(const string folder,const int keep,const long now);
   void              Stop(void);
   long              Since(void) const;
   long              Newest(void) const;
   bool              Find(const string request_id,const long now,bool &known,SJournaled &found,SFault &fault);
   bool              Begin(const string request_id,const int operation,const string digest,const long now,SFault &fault);
   bool              Answer(const string request_id,const STradeResult &answer,SFault &fault);

private:
   string            m_folder;
   int               m_keep;
   CFileLock         m_lock;
   CJournalFile      m_file;
   CJournalIndex     m_index;
   CMsgWriter        m_body;
   //--- nothing is missing from here on; ms, clock of frames
   long              m_since;
   long              m_newest;
   //--- bytes that are no record may follow the last one
   bool              m_spoilt;
   //--- so many entries in the file make it worth to be written anew
   int               m_rewrite_at;
   string            m_problem;

   bool              Ready(const long now,SFault &fault);
   bool              Open(const long now);
   bool              Load(const long now);
   bool              LoadHead(long &next,long &entries,bool &foreign);
   bool              Reopen(const long end);
   bool              Take(const long at);
   bool              Remember(const ulong key,const long begun,const long begun_at);
   bool              Rewrite(void);
   bool              WriteNew(CJournalFile &fresh);
   bool              ReadAnswer(const long at,STradeResult &answer,SFault &fault);
   bool              Complain(const string problem);
   bool              Unusable(const string problem);
   bool              Failed(SFault &fault,const string problem) const;
  };

CJournal::CJournal(void)
  {
   m_folder="";
   m_keep=1;
   m_since=0;
   m_newest=0;
   m_spoilt=false;
   m_rewrite_at=0;
   m_problem="";
  }

CJournal::~CJournal(void)
  {
   Stop();
  }

//--- folder: ends with a backslash; now: where a new journal begins. False where it is not usable yet; the log says why.
bool CJournal::Start(const string folder,const int keep,const long now)
  {
   Stop();
   m_folder=folder;
   m_keep=keep;
   m_since=now;
   m_newest=0;
   SFault fault;
   return(Ready(now,fault));
  }

void CJournal::Stop(void)
  {
   m_file.Close();
   m_lock.Release();
  }

//--- nothing is missing from this instant on; ms, clock of frames
long CJournal::Since(void) const
  {
   return(m_since);
  }

//--- when the newest request was begun; 0 without any. The clock of frames must not start before.
long CJournal::Newest(void) const
  {
   return(m_newest);
  }

bool CJournal::Failed(SFault &fault,const string problem) const
  {
   return(Refuse(fault,FAULT_JOURNAL_FAILED,"the journal of trade requests cannot be used: "+problem));
  }

//--- each problem is logged once
bool CJournal::Complain(const string problem)
  {
   if(problem!=m_problem)
      Print("mt5-bridge: the journal of trade requests in ",m_folder," cannot be used: ",problem);
   m_problem=problem;
   return(false);
  }

//--- closes it until the next attempt
bool CJournal::Unusable(const string problem)
  {
   Stop();
   return(Complain(problem));
  }

bool CJournal::Ready(const long now,SFault &fault)
  {
   if(m_file.IsOpen() || Open(now))
      return(true);
   return(Failed(fault,m_problem));
  }

bool CJournal::Open(const long now)
  {
   if(!m_lock.Take(m_folder+JOURNAL_LOCK_FILE))
      return(Unusable(m_lock.m_problem));
   string name=m_folder+JOURNAL_FILE;
   //--- where the end came between the removal of the old file and the renaming of the new one
   if(!FileIsExist(name) && FileIsExist(m_folder+JOURNAL_NEW_FILE))
      FileMove(m_folder+JOURNAL_NEW_FILE,0,name,FILE_REWRITE);
   m_index.Clear();
   m_since=now;
   m_newest=0;
   if(FileIsExist(name))
     {
      if(!m_file.Open(name))
         return(Unusable(m_file.m_problem));
      if(!Load(now))
         return(false);
     }
   else
      m_spoilt=true;
   bool rewritten=((!m_spoilt && m_index.m_count<m_rewrite_at) || Rewrite());
   if(!m_file.IsOpen())
      return(false);
   if(rewritten)
      m_problem="";
   return(true);
  }

//--- reads everything; false where the file must not be touched. m_spoilt says that not all of it is sound.
bool CJournal::Load(const long now)
  {
   m_index.Clear();
   m_spoilt=false;
   m_newest=0;
   long size=m_file.Size();
   long at=0;
   long next=0;
   long entries=0;
   bool foreign=false;
   bool sound=LoadHead(next,entries,foreign);
   if(foreign)
      return(Unusable("another version of this expert advisor wrote it"));
   if(sound)
      at=next;
   while(sound && at<size)
     {
      sound=m_file.Read(at,next);
      if(!sound)
         break;
      if(!Take(at))
         return(false);
      at=next;
     }
   m_rewrite_at=2*m_keep;
   m_file.SetEnd(at);
   string problem=m_file.m_problem;
   if(sound && m_index.m_count<entries)
     {
      sound=false;
      problem="it is shorter than it was";
     }
   if(sound)
      return(true);
   m_spoilt=true;
   m_rewrite_at=0;
   m_since=(now>m_newest ? now : m_newest+1);
   Print("mt5-bridge: the journal in ",m_folder," is damaged at byte ",at," of ",size,": ",problem,". ",m_index.m_count,
         " requests in front of it are known; for older ones than this moment, ask the broker. The file is kept as ",
         JOURNAL_DAMAGED_FILE);
   m_file.Close();
   FileCopy(m_folder+JOURNAL_FILE,0,m_folder+JOURNAL_DAMAGED_FILE,FILE_REWRITE);
   return(Reopen(at));
  }

//--- the records up to `end` are those that count
bool CJournal::Reopen(const long end)
  {
   if(!m_file.Open(m_folder+JOURNAL_FILE))
      return(Unusable(m_file.m_problem));
   m_file.SetEnd(end);
   return(true);
  }

bool CJournal::LoadHead(long &next,long &entries,bool &foreign)
  {
   if(!m_file.Read(0,next))
      return(false);
   int root=m_file.m_record.Root();
   foreign=(m_file.m_record.IntAt(m_file.m_record.Find(root,"journal"))!=JOURNAL_LAYOUT);
   m_since=m_file.m_record.IntAt(m_file.m_record.Find(root,"since"));
   entries=m_file.m_record.IntAt(m_file.m_record.Find(root,"entries"));
   return(true);
  }

//--- enters the record that was read; false without memory
bool CJournal::Take(const long at)
  {
   int root=m_file.m_record.Root();
   int begin=m_file.m_record.Find(root,"begin");
   if(begin>=0)
     {
      long begun=m_file.m_record.IntAt(m_file.m_record.Find(root,"t"));
      return(Remember(RequestKey(m_file.m_record.TextAt(begin)),begun,at));
     }
   int answer=m_file.m_record.Find(root,"answer");
   int found=(answer<0 ? -1 : m_index.Find(RequestKey(m_file.m_record.TextAt(answer))));
   if(found>=0)
      m_index.m_entries[found].answered_at=at;
   return(true);
  }

//--- forgets the oldest where there are too many
bool CJournal::Remember(const ulong key,const long begun,const long begun_at)
  {
   if(!m_index.Reserve())
      return(Unusable("there is not enough memory for it"));
   m_index.Add(key,begun,begun_at);
   m_newest=begun;
   while(m_index.m_count-m_index.m_first>m_keep)
     {
      m_since=m_index.m_entries[m_index.m_first].begun+1;
      m_index.m_first++;
     }
   return(true);
  }

//--- What is remembered as a file of its own, which then takes the place of the old one: at every moment one of the two
//--- is whole. False where the old one stays.
bool CJournal::Rewrite(void)
  {
   m_rewrite_at=m_index.m_count+m_keep;
   CJournalFile fresh;
   bool written=WriteNew(fresh);
   fresh.Close();
   if(!written)
      return(Complain(fresh.m_problem));
   long end=m_file.End();
   bool existed=m_file.IsOpen();
   m_file.Close();
   ResetLastError();
   if(!FileMove(m_folder+JOURNAL_NEW_FILE,0,m_folder+JOURNAL_FILE,FILE_REWRITE))
     {
      Complain("its new file cannot take the place of the old one (error "+IntegerToString(GetLastError())+")");
      if(existed)
         Reopen(end);
      return(false);
     }
   //--- should it read back damaged, everything that is known now may be missing
   return(Reopen(0) && Load(m_newest+1>m_since ? m_newest+1 : m_since) && !m_spoilt);
  }

bool CJournal::WriteNew(CJournalFile &fresh)
  {
   if(!fresh.Create(m_folder+JOURNAL_NEW_FILE))
      return(false);
   int entries=m_index.m_count-m_index.m_first;
   m_body.Reset();
   m_body.Map(3);
   m_body.Key("journal");
   m_body.Int(JOURNAL_LAYOUT);
   m_body.Key("since");
   m_body.Int(m_since);
   m_body.Key("entries");
   m_body.Int(entries);
   if(!fresh.Append(m_body))
      return(false);
   if(entries==0)
      return(true);
   return(fresh.AppendFrom(m_file,m_index.m_entries[m_index.m_first].begun_at,m_file.End()));
  }

//--- whether and how a request is known; false with JOURNAL_FAILED
bool CJournal::Find(const string request_id,const long now,bool &known,SJournaled &found,SFault &fault)
  {
   known=false;
   if(!Ready(now,fault))
      return(false);
   int entry=m_index.Find(RequestKey(request_id));
   if(entry<0)
      return(true);
   long next=0;
   if(!m_file.Read(m_index.m_entries[entry].begun_at,next))
      return(Failed(fault,m_file.m_problem));
   int root=m_file.m_record.Root();
   found.operation=(int)m_file.m_record.IntAt(m_file.m_record.Find(root,"op"));
   found.digest=m_file.m_record.TextAt(m_file.m_record.Find(root,"digest"));
   long answered_at=m_index.m_entries[entry].answered_at;
   found.answered=(answered_at>0);
   known=true;
   return(!found.answered || ReadAnswer(answered_at,found.answer,fault));
  }

bool CJournal::ReadAnswer(const long at,STradeResult &answer,SFault &fault)
  {
   long next=0;
   if(!m_file.Read(at,next))
      return(Failed(fault,m_file.m_problem));
   int result=m_file.m_record.Find(m_file.m_record.Root(),"result");
   SFault broken;
   if(!ReadTradeResult(m_file.m_record,result,"result",answer,broken))
      return(Failed(fault,broken.message));
   return(true);
  }

//--- on disk when it returns; false with JOURNAL_FAILED, and nothing is known of the request then
bool CJournal::Begin(const string request_id,const int operation,const string digest,const long now,SFault &fault)
  {
   if(!Ready(now,fault))
      return(false);
   if((m_spoilt || m_index.m_count>=m_rewrite_at) && !Rewrite() && m_spoilt)
      return(Failed(fault,m_problem));
   long begun=(now>m_newest ? now : m_newest);
   m_body.Reset();
   m_body.Map(4);
   m_body.Key("begin");
   m_body.Text(request_id);
   m_body.Key("t");
   m_body.Int(begun);
   m_body.Key("op");
   m_body.Int(operation);
   m_body.Key("digest");
   m_body.Text(digest);
   long at=m_file.End();
   if(!m_file.Append(m_body))
     {
      m_spoilt=true;
      return(Failed(fault,m_file.m_problem));
     }
   if(!Remember(RequestKey(request_id),begun,at))
      return(Failed(fault,m_problem));
   return(true);
  }

//--- on disk when it returns; false with JOURNAL_FAILED: the request stays begun
bool CJournal::Answer(const string request_id,const STradeResult &answer,SFault &fault)
  {
   int entry=m_index.Find(RequestKey(request_id));
   if(!m_file.IsOpen() || m_spoilt || entry<0)
      return(Failed(fault,"it was not begun there"));
   m_body.Reset();
   m_body.Map(2);
   m_body.Key("answer");
   m_body.Text(request_id);
   m_body.Key("result");
   WriteTradeResult(m_body,answer);
   long at=m_file.End();
   if(!m_file.Append(m_body))
     {
      m_spoilt=true;
      return(Failed(fault,m_file.m_problem));
     }
   m_index.m_entries[entry].answered_at=at;
   return(true);
  }

#endif // MT5BRIDGE_JOURNAL_MQH
