#ifndef MT5BRIDGE_WATCHES_MQH
#define MT5BRIDGE_WATCHES_MQH

#define MAX_WATCHERS 1024
#define MAX_WATCHES 131072

//+------------------------------------------------------------------+
//| Who wants which topic, and until when: one lease a client,       |
//| renewed by watching again. Topics are named by their places.     |
//+------------------------------------------------------------------+
class CWatches
  {
private:
   long              m_lease_ms;
   long              m_clients[];
   long              m_until[];
   //--- each topic's chain of watches: the first one, and what follows it; -1 ends a chain
   int               m_first[];
   int               m_next[];
   long              m_client[];
   //--- chain of the watches that are free
   int               m_free;

   int               ClientAt(const long client) const;
   int               TakeFree(void);

public:
                     CWatches(void);
   void              Reset(const long lease_ms);
   bool              Renew(const long client,const long now);
   bool              Add(const long client,const int place);
   bool              Remove(const long client,const int place);
   bool              IsWatched(const int place) const;
   int               Clients(void) const;
   int               Expire(const long now,int &ended[]);
  };

CWatches::CWatches(void)
  {
   m_lease_ms=0;
   m_free=-1;
  }

void CWatches::Reset(const long lease_ms)
  {
   m_lease_ms=lease_ms;
   m_free=-1;
   ArrayResize(m_clients,0);
   ArrayResize(m_until,0);
   ArrayResize(m_first,0);
   ArrayResize(m_next,0);
   ArrayResize(m_client,0);
  }

int CWatches::ClientAt(const long client) const
  {
   int total=ArraySize(m_clients);
   for(int i=0; i<total; i++)
     {
      if(m_clients[i]==client)
         return(i);
     }
   return(-1);
  }

//--- starts or prolongs a client's lease; false when there are too many clients
bool CWatches::Renew(const long client,const long now)
  {
   int at=ClientAt(client);
   if(at<0)
     {
      at=ArraySize(m_clients);
      if(at>=MAX_WATCHERS)
         return(false);
      if(ArrayResize(m_clients,at+1,16)!=at+1 || ArrayResize(m_until,at+1,16)!=at+1)
         return(false);
      m_clients[at]=client;
     }
   m_until[at]=now+m_lease_ms;
   return(true);
  }

//--- an unused watch, -1 when all are taken
int CWatches::TakeFree(void)
  {
   int watch=m_free;
   if(watch>=0)
     {
      m_free=m_next[watch];
      return(watch);
     }
   watch=ArraySize(m_next);
   if(watch>=MAX_WATCHES)
      return(-1);
   if(ArrayResize(m_next,watch+1,256)!=watch+1 || ArrayResize(m_client,watch+1,256)!=watch+1)
      return(-1);
   return(watch);
  }

//--- false when there are too many watches; a watch that there is already stays as it is
bool CWatches::Add(const long client,const int place)
  {
   if(place<0)
      return(false);
   int known=ArraySize(m_first);
   if(place>=known)
     {
      if(ArrayResize(m_first,place+1,256)!=place+1)
         return(false);
      for(int i=known; i<=place; i++)
         m_first[i]=-1;
     }
   for(int i=m_first[place]; i>=0; i=m_next[i])
     {
      if(m_client[i]==client)
         return(true);
     }
   int watch=TakeFree();
   if(watch<0)
      return(false);
   m_client[watch]=client;
   m_next[watch]=m_first[place];
   m_first[place]=watch;
   return(true);
  }

//--- true when this was the topic's last watch
bool CWatches::Remove(const long client,const int place)
  {
   if(!IsWatched(place))
      return(false);
   int before=-1;
   int watch=m_first[place];
   while(watch>=0 && m_client[watch]!=client)
     {
      before=watch;
      watch=m_next[watch];
     }
   if(watch<0)
      return(false);
   if(before<0)
      m_first[place]=m_next[watch];
   else
      m_next[before]=m_next[watch];
   m_next[watch]=m_free;
   m_free=watch;
   return(m_first[place]<0);
  }

bool CWatches::IsWatched(const int place) const
  {
   return(place>=0 && place<ArraySize(m_first) && m_first[place]>=0);
  }

int CWatches::Clients(void) const
  {
   return(ArraySize(m_clients));
  }

//--- ends the leases that nobody renewed; tells how many topics lost their last watch by it, and which
int CWatches::Expire(const long now,int &ended[])
  {
   int count=0;
   for(int i=ArraySize(m_clients)-1; i>=0; i--)
     {
      if(now<=m_until[i])
         continue;
      long client=m_clients[i];
      int last=ArraySize(m_clients)-1;
      m_clients[i]=m_clients[last];
      m_until[i]=m_until[last];
      ArrayResize(m_clients,last);
      ArrayResize(m_until,last);
      int places=ArraySize(m_first);
      for(int place=0; place<places; place++)
        {
         if(!Remove(client,place))
            continue;
         if(ArraySize(ended)<=count && ArrayResize(ended,count+1,256)<=count)
            return(count);
         ended[count]=place;
         count++;
        }
     }
   return(count);
  }

#endif // MT5BRIDGE_WATCHES_MQH
