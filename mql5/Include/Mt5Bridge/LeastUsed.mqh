#ifndef MT5BRIDGE_LEASTUSED_MQH
#define MT5BRIDGE_LEASTUSED_MQH

//--- of what is kept for the next call, that which has been without one for longest; 0 where nothing is kept
template<typename T>
int LeastUsed(const T &kept[])
  {
   int least=0;
   int count=ArraySize(kept);
   for(int i=1; i<count; i++)
     {
      if(kept[i].used<kept[least].used)
         least=i;
     }
   return(least);
  }

#endif // MT5BRIDGE_LEASTUSED_MQH
