#ifndef MT5BRIDGE_SCREENSHOTS_MQH
#define MT5BRIDGE_SCREENSHOTS_MQH
#include "Messages.mqh"

//--- charts that are opened for pictures at one time
#define SCREENSHOTS_AT_ONCE 4
//--- what a new chart is given to load and draw before its picture is taken
#define SCREENSHOT_DRAWING_MS 700
//--- a picture that is not there by then will not come; one that nobody asks for any more is not kept longer
#define SCREENSHOT_PATIENCE_MS 30000

struct SScreenshotJob
  {
   string            symbol;
   int               timeframe;
   int               width;
   int               height;
   long              chart;
   string            file;
   ulong             opened;
   ulong             asked;
   bool              taken;
                     SScreenshotJob(void)
     {
      symbol="";
      timeframe=0;
      width=0;
      height=0;
      chart=0;
      file="";
      opened=0;
      asked=0;
      taken=false;
     }
  };

//--- the eight bytes that a PNG begins with, and the chunk that it ends with: a file that is half written has no end
bool IsWholePng(const uchar &bytes[],const int size)
  {
   uchar head[]= {0x89,0x50,0x4E,0x47,0x0D,0x0A,0x1A,0x0A};
   uchar tail[]= {0x49,0x45,0x4E,0x44,0xAE,0x42,0x60,0x82};
   if(size<16 || size>ArraySize(bytes))
      return(false);
   for(int i=0; i<8; i++)
     {
      if(bytes[i]!=head[i] || bytes[size-8+i]!=tail[i])
         return(false);
     }
   return(true);
  }

//--- bytes of a file; 0 while there is none, or the terminal still writes it
int ReadWhole(const string name,uchar &bytes[])
  {
   if(!FileIsExist(name))
      return(0);
   int file=FileOpen(name,FILE_READ|FILE_BIN|FILE_SHARE_READ);
   if(file==INVALID_HANDLE)
      return(0);
   int size=(int)FileReadArray(file,bytes,0,(int)FileSize(file));
   FileClose(file);
   return(size);
  }

//+------------------------------------------------------------------+
//| Pictures of charts. The terminal opens and draws a chart beside  |
//| the program, so that the first call only begins a picture, and   |
//| later ones fetch it.                                             |
//+------------------------------------------------------------------+
class CScreenshots
  {
private:
   SScreenshotJob    m_jobs[];
   int               m_files;

   int               Find(const SScreenshotParams &params) const;
   bool              Open(const SScreenshotParams &params,const string folder,SFault &fault);
   bool              Fetch(const int at,uchar &bytes[],int &size,SFault &fault);
   bool              Drawing(const int at,SFault &fault);
   void              Drop(const int at);

public:
                     CScreenshots(void);
   bool              Get(const SScreenshotParams &params,const string folder,uchar &bytes[],int &size,SFault &fault);
   void              Keep(void);
   void              Close(void);
  };

CScreenshots::CScreenshots(void)
  {
   m_files=0;
  }

//--- the picture, once; PENDING until it is drawn. `folder` under MQL5\Files ends with a backslash.
bool CScreenshots::Get(const SScreenshotParams &params,const string folder,uchar &bytes[],int &size,SFault &fault)
  {
   int at=Find(params);
   if(at<0)
      return(Open(params,folder,fault));
   m_jobs[at].asked=GetTickCount64();
   return(Fetch(at,bytes,size,fault));
  }

int CScreenshots::Find(const SScreenshotParams &params) const
  {
   for(int i=ArraySize(m_jobs)-1; i>=0; i--)
     {
      bool same_chart=(m_jobs[i].symbol==params.symbol && m_jobs[i].timeframe==params.timeframe);
      if(same_chart && m_jobs[i].width==(int)params.width && m_jobs[i].height==(int)params.height)
         return(i);
     }
   return(-1);
  }

bool CScreenshots::Open(const SScreenshotParams &params,const string folder,SFault &fault)
  {
   int at=ArraySize(m_jobs);
   if(at==SCREENSHOTS_AT_ONCE)
      return(Refuse(fault,FAULT_PENDING,"other pictures are being drawn, and have to be fetched first"));
   if(ArrayResize(m_jobs,at+1,SCREENSHOTS_AT_ONCE)!=at+1)
      return(OutOfMemory(fault));
   ResetLastError();
   long chart=ChartOpen(params.symbol,(ENUM_TIMEFRAMES)params.timeframe);
   if(chart==0)
     {
      int error=GetLastError();
      ArrayResize(m_jobs,at);
      return(RefuseWith(fault,FAULT_SCREENSHOT_FAILED,error,"the terminal opens no chart of "+params.symbol+", error "+IntegerToString(error)));
     }
   m_files++;
   m_jobs[at].symbol=params.symbol;
   m_jobs[at].timeframe=params.timeframe;
   m_jobs[at].width=(int)params.width;
   m_jobs[at].height=(int)params.height;
   m_jobs[at].chart=chart;
   m_jobs[at].file=folder+"chart"+IntegerToString(m_files)+".png";
   m_jobs[at].opened=GetTickCount64();
   m_jobs[at].asked=m_jobs[at].opened;
   m_jobs[at].taken=false;
   ChartRedraw(chart);
   return(Refuse(fault,FAULT_PENDING,"the terminal is drawing the chart"));
  }

bool CScreenshots::Fetch(const int at,uchar &bytes[],int &size,SFault &fault)
  {
   SScreenshotJob job=m_jobs[at];
   if(!job.taken)
     {
      bool loaded=(SeriesInfoInteger(job.symbol,(ENUM_TIMEFRAMES)job.timeframe,SERIES_SYNCHRONIZED)!=0);
      if(!loaded || job.asked-job.opened<SCREENSHOT_DRAWING_MS)
         return(Drawing(at,fault));
      FileDelete(job.file);
      ResetLastError();
      if(!ChartScreenShot(job.chart,job.file,job.width,job.height,ALIGN_RIGHT))
        {
         int error=GetLastError();
         Drop(at);
         return(RefuseWith(fault,FAULT_SCREENSHOT_FAILED,error,"ChartScreenShot failed with error "+IntegerToString(error)));
        }
      m_jobs[at].taken=true;
     }
   size=ReadWhole(job.file,bytes);
   if(!IsWholePng(bytes,size))
      return(Drawing(at,fault));
   Drop(at);
   return(true);
  }

bool CScreenshots::Drawing(const int at,SFault &fault)
  {
   if(m_jobs[at].asked-m_jobs[at].opened<SCREENSHOT_PATIENCE_MS)
      return(Refuse(fault,FAULT_PENDING,"the terminal is drawing the chart"));
   Drop(at);
   return(Refuse(fault,FAULT_SCREENSHOT_FAILED,"the terminal has drawn nothing in "+IntegerToString(SCREENSHOT_PATIENCE_MS/1000)+" s"));
  }

void CScreenshots::Drop(const int at)
  {
   int last=ArraySize(m_jobs)-1;
   if(at<0 || at>last)
      return;
   ChartClose(m_jobs[at].chart);
   FileDelete(m_jobs[at].file);
   m_jobs[at]=m_jobs[last];
   ArrayResize(m_jobs,last);
  }

//--- ends what nobody fetches any more
void CScreenshots::Keep(void)
  {
   int last=ArraySize(m_jobs)-1;
   if(last<0)
      return;
   ulong now=GetTickCount64();
   for(int i=last; i>=0; i--)
     {
      if(now-m_jobs[i].asked>=SCREENSHOT_PATIENCE_MS)
         Drop(i);
     }
  }

void CScreenshots::Close(void)
  {
   while(ArraySize(m_jobs)>0)
      Drop(ArraySize(m_jobs)-1);
  }

#endif // MT5BRIDGE_SCREENSHOTS_MQH
