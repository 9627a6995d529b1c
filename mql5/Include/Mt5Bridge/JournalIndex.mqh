#ifndef MT5BRIDGE_JOURNALINDEX_MQH
#define MT5BRIDGE_JOURNALINDEX_MQH
#include "Protocol.mqh"

#define INDEX_SMALLEST 1024

//--- what is kept in memory of a trade request; the rest is read from the journal's file
struct SJournalEntry
  {
   ulong             key;
   long              begun;
   //--- places of its records; answered_at 0 = there is none
   long              begun_at;
   long              answered_at;
                     SJournalEntry(void)
     {
      key=0;
      begun=0;
      begun_at=0;
      answered_at=0;
     }
  };

//--- a request id as a number: 12 letters of 5 bits each, so that two ids never have the same
ulong RequestKey(const string request_id)
  {
   string alphabet=REQUEST_ID_ALPHABET;
   ulong key=0;
   for(int i=0; i<StringLen(request_id); i++)
      key=(key<<5)|(ulong)(StringFind(alphabet,StringSubstr(request_id,i,1))&31);
   return(key);
  }

string RequestIdOf(const ulong key)
  {
   string alphabet=REQUEST_ID_ALPHABET;
   string request_id="";
   for(int i=REQUEST_ID_LENGTH-1; i>=0; i--)
      request_id+=StringSubstr(alphabet,(int)((key>>(5*i))&31),1);
   return(request_id);
  }

//+------------------------------------------------------------------+
//| Entries in the order in which they were begun, found by key.     |
//| m_first says which is the oldest that is still remembered.       |
//+------------------------------------------------------------------+
class CJournalIndex
  {
public:
   SJournalEntry     m_entries[];
   int               m_count;
   int               m_first;

                     CJournalIndex(void);
   void              Clear(void);
   bool              Reserve(void);
   void              Add(const ulong key,const long begun,const long begun_at);
   int               Find(const ulong key) const;

private:
   //--- open addressing: number of the entry + 1, 0 = free; the size is a power of two
   int               m_slots[];

   int               SlotOf(const ulong key) const;
   bool              Grow(void);
  };

CJournalIndex::CJournalIndex(void)
  {
   m_count=0;
   m_first=0;
  }

void CJournalIndex::Clear(void)
  {
   m_count=0;
   m_first=0;
   if(ArraySize(m_slots)>0)
      ArrayInitialize(m_slots,0);
  }

//--- the slot of a key, or the free one where it belongs
int CJournalIndex::SlotOf(const ulong key) const
  {
   int mask=ArraySize(m_slots)-1;
   int slot=(int)((key*(ulong)0x9E3779B97F4A7C15)>>33)&mask;
   while(m_slots[slot]!=0 && m_entries[m_slots[slot]-1].key!=key)
      slot=(slot+1)&mask;
   return(slot);
  }

bool CJournalIndex::Grow(void)
  {
   int size=(ArraySize(m_slots)<INDEX_SMALLEST ? INDEX_SMALLEST : 2*ArraySize(m_slots));
   if(ArrayResize(m_slots,size)!=size)
      return(false);
   ArrayInitialize(m_slots,0);
   for(int i=0; i<m_count; i++)
      m_slots[SlotOf(m_entries[i].key)]=i+1;
   return(true);
  }

//--- makes room for one entry more; false without memory
bool CJournalIndex::Reserve(void)
  {
   if(ArraySize(m_entries)<=m_count && ArrayResize(m_entries,m_count+1,m_count+INDEX_SMALLEST)<=m_count)
      return(false);
   return(2*(m_count+1)<=ArraySize(m_slots) || Grow());
  }

//--- after Reserve; an older entry of the same key is hidden
void CJournalIndex::Add(const ulong key,const long begun,const long begun_at)
  {
   m_entries[m_count].key=key;
   m_entries[m_count].begun=begun;
   m_entries[m_count].begun_at=begun_at;
   m_entries[m_count].answered_at=0;
   m_count++;
   m_slots[SlotOf(key)]=m_count;
  }

//--- number of the entry; -1 where there is none that is remembered
int CJournalIndex::Find(const ulong key) const
  {
   if(ArraySize(m_slots)==0)
      return(-1);
   int found=m_slots[SlotOf(key)]-1;
   return(found>=m_first ? found : -1);
  }

#endif // MT5BRIDGE_JOURNALINDEX_MQH
