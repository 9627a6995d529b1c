#ifndef MT5BRIDGE_JOURNALFILE_MQH
#define MT5BRIDGE_JOURNALFILE_MQH
#include "MsgReader.mqh"
#include "MsgWriter.mqh"

//--- in front of each record: bytes of its body and their CRC-32, little-endian
#define RECORD_HEAD 8
//--- no record is longer; a longer one is damage
#define RECORD_MOST 4096
#define COPY_BYTES 65536

//+------------------------------------------------------------------+
//| A file of records that only grows. Each record is one            |
//| MessagePack value with its length and checksum in front, so that |
//| one that the disk has in part is told from a whole one.          |
//| Nobody else can open the file meanwhile.                         |
//+------------------------------------------------------------------+
class CJournalFile
  {
public:
   //--- the record that was read last
   CMsgReader        m_record;
   string            m_problem;

                     CJournalFile(void);
                    ~CJournalFile(void);
   bool              Open(const string name);
   bool              Create(const string name);
   void              Close(void);
   bool              IsOpen(void) const;
   long              Size(void) const;
   long              End(void) const;
   void              SetEnd(const long end);
   bool              Read(const long at,long &next);
   bool              Append(const CMsgWriter &body);
   bool              AppendFrom(const CJournalFile &other,const long begin,const long end);

private:
   int               m_handle;
   long              m_end;
   uchar             m_bytes[];
   uint              m_crc[256];

   bool              OpenAs(const string name,const int flags);
   bool              Fail(const string what);
   bool              Write(const int count);
   uint              Checksum(const uchar &bytes[],const int from,const int count) const;
   uint              NumberAt(const int at) const;
   void              PutNumber(const int at,const uint value);
  };

CJournalFile::CJournalFile(void)
  {
   m_problem="";
   m_handle=INVALID_HANDLE;
   m_end=0;
   for(int i=0; i<256; i++)
     {
      uint value=(uint)i;
      for(int bit=0; bit<8; bit++)
         value=((value&1)!=0 ? (value>>1)^0xEDB88320 : value>>1);
      m_crc[i]=value;
     }
  }

CJournalFile::~CJournalFile(void)
  {
   Close();
  }

bool CJournalFile::Fail(const string what)
  {
   int error=GetLastError();
   m_problem=what;
   if(error!=0)
      m_problem+=" (error "+IntegerToString(error)+")";
   return(false);
  }

bool CJournalFile::OpenAs(const string name,const int flags)
  {
   Close();
   ResetLastError();
   m_handle=FileOpen(name,flags|FILE_BIN);
   if(m_handle==INVALID_HANDLE)
      return(Fail("the file "+name+" cannot be opened"));
   m_end=(long)FileSize(m_handle);
   return(true);
  }

bool CJournalFile::Open(const string name)
  {
   return(OpenAs(name,FILE_READ|FILE_WRITE));
  }

//--- an empty file, whatever there was
bool CJournalFile::Create(const string name)
  {
   return(OpenAs(name,FILE_WRITE));
  }

void CJournalFile::Close(void)
  {
   if(m_handle!=INVALID_HANDLE)
      FileClose(m_handle);
   m_handle=INVALID_HANDLE;
   m_end=0;
  }

bool CJournalFile::IsOpen(void) const
  {
   return(m_handle!=INVALID_HANDLE);
  }

long CJournalFile::Size(void) const
  {
   return((long)FileSize(m_handle));
  }

//--- where the next record goes
long CJournalFile::End(void) const
  {
   return(m_end);
  }

//--- what follows is no record
void CJournalFile::SetEnd(const long end)
  {
   m_end=end;
  }

uint CJournalFile::Checksum(const uchar &bytes[],const int from,const int count) const
  {
   uint value=0xFFFFFFFF;
   for(int i=0; i<count; i++)
      value=(value>>8)^m_crc[(int)((value^(uint)bytes[from+i])&0xFF)];
   return(value^0xFFFFFFFF);
  }

uint CJournalFile::NumberAt(const int at) const
  {
   uint value=0;
   for(int i=3; i>=0; i--)
      value=(value<<8)|(uint)m_bytes[at+i];
   return(value);
  }

void CJournalFile::PutNumber(const int at,const uint value)
  {
   for(int i=0; i<4; i++)
      m_bytes[at+i]=(uchar)((value>>(8*i))&0xFF);
  }

//--- the record at a place, and the place behind it; false where there is no whole one
bool CJournalFile::Read(const long at,long &next)
  {
   ResetLastError();
   if(at<0 || !FileSeek(m_handle,at,SEEK_SET))
      return(Fail("the file cannot be read"));
   if(FileReadArray(m_handle,m_bytes,0,RECORD_HEAD)!=RECORD_HEAD)
      return(Fail("a record ends within its head"));
   uint length=NumberAt(0);
   uint checksum=NumberAt(4);
   if(length==0 || length>RECORD_MOST)
      return(Fail("a record has an impossible length"));
   int count=(int)length;
   if((int)FileReadArray(m_handle,m_record.m_data,0,count)!=count)
      return(Fail("a record ends too early"));
   if(Checksum(m_record.m_data,0,count)!=checksum)
      return(Fail("a record does not fit its checksum"));
   if(!m_record.Open(count))
      return(Fail("a record is not MessagePack"));
   next=at+RECORD_HEAD+count;
   return(true);
  }

//--- the first bytes of m_bytes go to the end, and to the disk
bool CJournalFile::Write(const int count)
  {
   ResetLastError();
   //--- also what the terminal wants between reading and writing
   if(!FileSeek(m_handle,m_end,SEEK_SET))
      return(Fail("the file cannot be written"));
   if((int)FileWriteArray(m_handle,m_bytes,0,count)!=count)
      return(Fail("the file cannot be written"));
   FileFlush(m_handle);
   if(GetLastError()!=0)
      return(Fail("the file cannot be flushed"));
   m_end+=count;
   return(true);
  }

//--- on disk when it returns; on failure the end stays, though bytes may be behind it
bool CJournalFile::Append(const CMsgWriter &body)
  {
   int count=RECORD_HEAD+body.m_size;
   if(!body.Fits() || body.m_size>RECORD_MOST || (ArraySize(m_bytes)<count && ArrayResize(m_bytes,count)<count))
      return(Fail("a record is too long"));
   PutNumber(0,(uint)body.m_size);
   PutNumber(4,Checksum(body.m_data,0,body.m_size));
   ArrayCopy(m_bytes,body.m_data,RECORD_HEAD,0,body.m_size);
   return(Write(count));
  }

//--- a range of whole records of another file
bool CJournalFile::AppendFrom(const CJournalFile &other,const long begin,const long end)
  {
   ResetLastError();
   if(ArraySize(m_bytes)<COPY_BYTES && ArrayResize(m_bytes,COPY_BYTES)<COPY_BYTES)
      return(Fail("there is no memory to copy records"));
   if(!FileSeek(other.m_handle,begin,SEEK_SET))
      return(Fail("the old file cannot be read"));
   long left=end-begin;
   while(left>0)
     {
      int count=(left<COPY_BYTES ? (int)left : COPY_BYTES);
      if((int)FileReadArray(other.m_handle,m_bytes,0,count)!=count)
         return(Fail("the old file cannot be read"));
      if(!Write(count))
         return(false);
      left-=count;
     }
   return(true);
  }

#endif // MT5BRIDGE_JOURNALFILE_MQH
