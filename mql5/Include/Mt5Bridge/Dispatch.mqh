#ifndef MT5BRIDGE_DISPATCH_MQH
#define MT5BRIDGE_DISPATCH_MQH
#include "Handlers.mqh"

//--- what is settled before the operation itself: size, number, time to live, account and epoch
bool Admit(const CBridge &bridge,CCall &call,const int size)
  {
   if(!call.Begin(size))
      return(false);
   int bytes=size+call.m_extra_bytes;
   int limit=bridge.m_settings.max_request_bytes;
   if(bytes>limit)
     {
      string message="the request has "+IntegerToString(bytes)+" bytes, the limit is "+IntegerToString(limit);
      return(Refuse(call.m_fault,FAULT_BAD_FRAME,message));
     }
   string name=OperationName(call.m_operation);
   if(StringLen(name)==0)
      return(Refuse(call.m_fault,FAULT_UNKNOWN_OPERATION,"there is no operation of that number"));
   bool writes=IsWriteOperation(call.m_operation);
   if(writes && call.m_ttl==0)
      return(Refuse(call.m_fault,FAULT_INVALID_PARAMS,"ttl: "+name+" needs a time to live, so that nothing stale is carried out"));
   if(writes && !call.m_has_epoch)
      return(Refuse(call.m_fault,FAULT_INVALID_PARAMS,"e: "+name+" needs the epoch that hello told, so that it meets the right account"));
   long late=bridge.m_clock.Now()-call.m_ttl;
   if(call.m_ttl>0 && late>0)
      return(Refuse(call.m_fault,FAULT_EXPIRED,"the request came "+IntegerToString(late)+" ms after its time to live"));
   //--- until the timer takes it over: what is asked is about the account before, and what is answered would not be
   if(bridge.m_instance.Changed())
      return(Refuse(call.m_fault,FAULT_STALE_EPOCH,"the terminal has just changed the account"));
   if(call.m_has_epoch && call.m_epoch!=bridge.m_topics.Epoch())
     {
      string meant="the request is meant for epoch "+IntegerToString(call.m_epoch);
      return(Refuse(call.m_fault,FAULT_STALE_EPOCH,meant+", this is "+IntegerToString(bridge.m_topics.Epoch())));
     }
   return(true);
  }

//--- Answers the request in call.m_request, of `size` bytes: whatever happens, call.m_reply is one answer.
//--- Refusals of all operations are in the order in which FakeMT5 gives them.
void Dispatch(CBridge &bridge,CCall &call,const int size)
  {
   bool done=Admit(bridge,call,size);
   if(done)
     {
      call.BeginReply();
      done=Handle(bridge,call);
     }
   if(done && !call.m_reply.Fits())
      done=OutOfMemory(call.m_fault);
   if(done)
      call.EndReply(bridge.m_clock.Now());
   else
      call.WriteRefusal(bridge.m_clock.Now());
  }

#endif // MT5BRIDGE_DISPATCH_MQH
