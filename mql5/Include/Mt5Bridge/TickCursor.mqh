#ifndef MT5BRIDGE_TICKCURSOR_MQH
#define MT5BRIDGE_TICKCURSOR_MQH

//--- whether two ticks tell the same market; a quote and the history may differ in the flags of one and the same tick
bool IsSameTick(const MqlTick &a,const MqlTick &b)
  {
   if(a.time_msc!=b.time_msc || a.volume_real!=b.volume_real)
      return(false);
   return(a.bid==b.bid && a.ask==b.ask && a.last==b.last);
  }

//--- How far a symbol's ticks have been told: up to some of those of one millisecond. Times are server time in ms.
struct STickCursor
  {
   long              msc;
   //--- ticks of that millisecond that were told
   int               told;
   //--- where the telling begins: behind this tick, whose number within its millisecond is not known yet
   bool              is_at_newest;
   MqlTick           newest;

                     STickCursor(void);
   void              BeginAt(const long time_msc);
   void              BeginBehind(const MqlTick &tick);
   bool              IsBegun(void) const;
   int               Known(const MqlTick &ticks[],const int count) const;
   void              Tell(const MqlTick &ticks[],const int known,const int count);
  };

STickCursor::STickCursor(void)
  {
   ZeroMemory(newest);
   BeginAt(0);
  }

//--- everything from an instant on is to be told; 0 = nowhere yet
void STickCursor::BeginAt(const long time_msc)
  {
   msc=time_msc;
   told=0;
   is_at_newest=false;
  }

//--- everything behind a tick is to be told
void STickCursor::BeginBehind(const MqlTick &tick)
  {
   BeginAt(tick.time_msc);
   is_at_newest=true;
   newest=tick;
  }

bool STickCursor::IsBegun(void) const
  {
   return(msc>0);
  }

//--- how many of `ticks`, the history from msc on, were told before
int STickCursor::Known(const MqlTick &ticks[],const int count) const
  {
   int known=0;
   int left=told;
   for(int i=0; i<count && ticks[i].time_msc<=msc; i++)
     {
      if(ticks[i].time_msc<msc || left>0 || (is_at_newest && IsSameTick(ticks[i],newest)))
         known=i+1;
      if(ticks[i].time_msc==msc)
         left--;
     }
   return(known);
  }

//--- Of `ticks`, the history from msc on, those behind the known ones are told now. A history that has less than was told
//--- leaves the cursor where it is, so that nothing is told twice once it is whole again.
void STickCursor::Tell(const MqlTick &ticks[],const int known,const int count)
  {
   if(count<=0 || (count==known && !is_at_newest))
      return;
   is_at_newest=false;
   msc=ticks[count-1].time_msc;
   told=0;
   for(int i=count-1; i>=0 && ticks[i].time_msc==msc; i--)
      told++;
  }

#endif // MT5BRIDGE_TICKCURSOR_MQH
