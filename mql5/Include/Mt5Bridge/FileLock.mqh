#ifndef MT5BRIDGE_FILELOCK_MQH
#define MT5BRIDGE_FILELOCK_MQH

//+------------------------------------------------------------------+
//| A file held open, which nobody else can open meanwhile; it ends  |
//| with the program, however that ends.                             |
//+------------------------------------------------------------------+
class CFileLock
  {
public:
   string            m_problem;

                     CFileLock(void);
                    ~CFileLock(void);
   bool              Take(const string name);
   void              Release(void);

private:
   int               m_handle;
  };

CFileLock::CFileLock(void)
  {
   m_problem="";
   m_handle=INVALID_HANDLE;
  }

CFileLock::~CFileLock(void)
  {
   Release();
  }

//--- true also where it is held already
bool CFileLock::Take(const string name)
  {
   if(m_handle!=INVALID_HANDLE)
      return(true);
   ResetLastError();
   m_handle=FileOpen(name,FILE_WRITE|FILE_BIN);
   if(m_handle!=INVALID_HANDLE)
      return(true);
   m_problem="another expert advisor uses it, or the folder cannot be written (error "+IntegerToString(GetLastError())+")";
   return(false);
  }

void CFileLock::Release(void)
  {
   if(m_handle!=INVALID_HANDLE)
      FileClose(m_handle);
   m_handle=INVALID_HANDLE;
  }

#endif // MT5BRIDGE_FILELOCK_MQH
