#ifndef MT5BRIDGE_INSTANCE_MQH
#define MT5BRIDGE_INSTANCE_MQH

//--- one for all accounts, so that no two of them ever have the same epoch
#define EPOCH_FILE "Mt5Bridge\\epoch"
//--- a later one is damage; the wire's numbers reach further
#define EPOCH_MOST 4503599627370496

//--- a name that every file system takes: letters, digits, dash and dot stay
string FileSafe(const string text)
  {
   string safe="";
   int length=StringLen(text);
   for(int i=0; i<length; i++)
     {
      ushort letter=StringGetCharacter(text,i);
      bool plain=(letter>='0' && letter<='9') || (letter>='A' && letter<='Z') || (letter>='a' && letter<='z');
      if(plain || letter=='-' || letter=='.')
         safe+=StringSubstr(text,i,1);
      else
         safe+="_";
     }
   return(safe);
  }

//+------------------------------------------------------------------+
//| The account that the terminal is logged in to, and the folder    |
//| under MQL5\Files where what belongs to it is kept.               |
//+------------------------------------------------------------------+
class CInstance
  {
public:
                     CInstance(void);
   bool              IsKnown(void) const;
   bool              Changed(void) const;
   void              Take(void);
   void              Forget(void);
   string            Folder(void) const;
   long              LastEpoch(void) const;
   bool              KeepEpoch(const long epoch) const;

private:
   long              m_login;
   string            m_server;
  };

CInstance::CInstance(void)
  {
   m_login=0;
   m_server="";
  }

//--- false before the first login of a new terminal
bool CInstance::IsKnown(void) const
  {
   return(m_login!=0);
  }

bool CInstance::Changed(void) const
  {
   long login=AccountInfoInteger(ACCOUNT_LOGIN);
   return(login!=0 && (login!=m_login || AccountInfoString(ACCOUNT_SERVER)!=m_server));
  }

void CInstance::Take(void)
  {
   m_login=AccountInfoInteger(ACCOUNT_LOGIN);
   m_server=AccountInfoString(ACCOUNT_SERVER);
   FolderCreate("Mt5Bridge");
   FolderCreate(Folder());
  }

//--- the next look finds an account that has changed
void CInstance::Forget(void)
  {
   m_login=0;
   m_server="";
  }

//--- ends with a backslash
string CInstance::Folder(void) const
  {
   return("Mt5Bridge\\"+IntegerToString(m_login)+"-"+FileSafe(m_server)+"\\");
  }

//--- the epoch of the start before, whatever its account; 0 without one
long CInstance::LastEpoch(void) const
  {
   int file=FileOpen(EPOCH_FILE,FILE_READ|FILE_BIN|FILE_SHARE_READ|FILE_SHARE_WRITE);
   if(file==INVALID_HANDLE)
      return(0);
   long epoch=0;
   if(FileSize(file)>=8)
      epoch=FileReadLong(file);
   FileClose(file);
   return(epoch>0 && epoch<EPOCH_MOST ? epoch : 0);
  }

//--- so that the next start takes a later one, whatever the clock of the machine says then
bool CInstance::KeepEpoch(const long epoch) const
  {
   int file=FileOpen(EPOCH_FILE,FILE_WRITE|FILE_BIN);
   if(file==INVALID_HANDLE)
      return(false);
   bool kept=(FileWriteLong(file,epoch)==8);
   FileFlush(file);
   FileClose(file);
   return(kept);
  }

#endif // MT5BRIDGE_INSTANCE_MQH
